import Torch

/// The Lovász extension of the Jaccard losses (Berman et al. 2018, algorithm 1), averaged over the classes that occur,
/// as what it is for a given order of the errors: constant + Σ gradient · p, linear in the probabilities.
///
/// For a class of n pixels with the errors e_1 ≥ e_2 ≥ …, F_i of the first i being pixels of the class, its value is
/// Σ e_i (J_i − J_{i−1}) with J_i = 1 − (n − F_i)/(n + i − F_i). After the class's last pixel J stays 1: pixels of
/// lesser errors have no part and need no place in the order.
struct LovaszExtension {
    /// `[batch, classes, places]`, constants.
    let gradient: Tensor
    let constant: Double

    /// - Parameters: probabilities `[batch, classes, places]`; target `[batch, …]`, −1 where void; counts: pixels of
    ///   each class.
    init(probabilities: Tensor, target: Tensor, counts: [Double]) throws {
        let labels = try target.integers()
        let shape = probabilities.shape
        // On the processor, whatever the device.
        let values = try probabilities.detached()
        if probabilities.type == .float64 {
            let lines = LovaszLines(try values.doubles(), places: shape[2], labels: labels, counts: counts)
            gradient = try Tensor(lines.gradient, shape: shape, device: probabilities.device)
            constant = lines.constant
        } else {
            let lines = LovaszLines(try values.floats(), places: shape[2], labels: labels, counts: counts)
            gradient = try Tensor(lines.gradient, shape: shape, device: probabilities.device)
                .to(type: probabilities.type)
            constant = lines.constant
        }
    }
}

/// The extension on plain numbers.
private struct LovaszLines<Value: BitOrdered> {
    private(set) var gradient: [Value]
    private(set) var constant = 0.0

    init(_ probabilities: [Value], places: Int, labels: [Int64], counts: [Double]) {
        gradient = Array(repeating: 0, count: probabilities.count)
        let share = 1 / Double(max(counts.count { $0 > 0 }, 1))
        for (label, count) in counts.enumerated() where count > 0 {
            let rows = (0..<labels.count / places).map { image in
                Row(labels: image * places, probabilities: (image * counts.count + label) * places)
            }
            var errors = Self.errors(probabilities, labels, of: Int64(label), rows, places: places)
            RadixOrder.sort(&errors)
            weigh(errors, count: count, share: share)
        }
    }

    /// Where an image's labels start, and its probabilities of a class.
    private struct Row {
        let labels: Int
        let probabilities: Int
    }

    /// The errors of the class's pixels, their places complemented (~), and those of others that are not below all of
    /// them.
    private static func errors(
        _ probabilities: [Value], _ labels: [Int64], of label: Int64, _ rows: [Row], places: Int
    ) -> [RadixOrder.Entry<Value>] {
        var errors: [RadixOrder.Entry<Value>] = []
        errors.reserveCapacity(labels.count)
        var least: Value = 1
        for row in rows {
            for place in 0..<places where labels[row.labels + place] == label {
                let position = row.probabilities + place
                let error = max(0, 1 - probabilities[position])
                least = min(least, error)
                errors.append(.init(value: error, place: ~Int32(position)))
            }
        }
        for row in rows {
            for place in 0..<places {
                let position = row.probabilities + place
                let other = labels[row.labels + place]
                guard probabilities[position] >= least, other != label, other >= 0 else { continue }
                errors.append(.init(value: probabilities[position], place: Int32(position)))
            }
        }
        return errors
    }

    /// J's differences in the order of the errors; e is 1 − p for a pixel of the class and p for another.
    private mutating func weigh(_ errors: [RadixOrder.Entry<Value>], count: Double, share: Double) {
        var hits = 0.0
        var misses = 0.0
        var before = 0.0
        for entry in errors.reversed() {
            let isOwn = entry.place < 0
            if isOwn { hits += 1 } else { misses += 1 }
            let jaccard = 1 - (count - hits) / (count + misses)
            let weight = (jaccard - before) * share
            before = jaccard
            gradient[Int(isOwn ? ~entry.place : entry.place)] = Value(isOwn ? -weight : weight)
            if isOwn { constant += weight }
        }
    }
}
