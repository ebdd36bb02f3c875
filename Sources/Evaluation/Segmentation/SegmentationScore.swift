/// How well answered masks meet the labels: counts of (label, answer) over judged pixels, gathered image by image.
///
/// A class *occurs* where it is the label or the answer of at least one judged pixel. A class that does not occur has no
/// intersection over union, and no part in the mean: nothing was right or wrong about it (as scikit-learn's
/// `jaccard_score` has it). One that was answered but is nowhere the label has 0, and lowers the mean.
package struct SegmentationScore: Sendable, Equatable {
    package let classes: Int
    /// `[label × answer]`, row by row, in pixels.
    package private(set) var counts: [Int]

    package init(classes: Int) {
        self.classes = classes
        counts = Array(repeating: 0, count: classes * classes)
    }

    /// Takes in an image, or refuses it whole.
    /// - Parameters: labels, answers: a class id for each pixel, in the same order; void: the label of pixels that are
    ///   not judged, whatever their answer.
    package mutating func observe(labels: [UInt8], answers: [UInt8], void: UInt8) throws(EvaluationError) {
        guard labels.count == answers.count else {
            throw .lengthsDisagree(
                what: "answers", found: answers.count, other: "labels", expected: labels.count)
        }
        var gathered = counts
        for index in labels.indices where labels[index] != void {
            let label = Int(labels[index])
            let answer = Int(answers[index])
            guard label < classes else {
                throw .labelOutOfRange(what: "The label of pixel \(index)", found: label, classes: classes)
            }
            guard answer < classes else {
                throw .labelOutOfRange(what: "The answer to pixel \(index)", found: answer, classes: classes)
            }
            gathered[label * classes + answer] += 1
        }
        counts = gathered
    }

    /// Takes in what another score has gathered; the order of images does not matter.
    package mutating func merge(_ other: SegmentationScore) throws(EvaluationError) {
        guard other.classes == classes else {
            throw .classesDisagree(found: other.classes, expected: classes)
        }
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    /// Judged pixels.
    package var count: Int { counts.reduce(0, +) }

    /// |label ∩ answer| / |label ∪ answer| of each class; nil for a class that does not occur.
    package var intersectionOverUnion: [Double?] {
        (0..<classes).map { share(of: $0, in: labelled($0) + answered($0) - right($0)) }
    }

    /// The mean over the classes that occur; nil before a pixel was judged.
    package var meanIntersectionOverUnion: Double? { Self.mean(intersectionOverUnion) }

    /// Share of the judged pixels whose label was answered; nil before a pixel was judged.
    package var pixelAccuracy: Double? {
        let count = count
        return count > 0 ? Double((0..<classes).reduce(0) { $0 + right($1) }) / Double(count) : nil
    }

    /// Share of each class's pixels that were answered right; nil for a class that is nowhere the label.
    package var classAccuracy: [Double?] {
        (0..<classes).map { share(of: $0, in: labelled($0)) }
    }

    /// The mean over the classes that are a label somewhere (balanced accuracy).
    package var meanClassAccuracy: Double? { Self.mean(classAccuracy) }

    private func right(_ label: Int) -> Int { counts[label * classes + label] }

    private func labelled(_ label: Int) -> Int {
        counts[label * classes..<(label + 1) * classes].reduce(0, +)
    }

    private func answered(_ label: Int) -> Int {
        stride(from: label, to: counts.count, by: classes).reduce(0) { $0 + counts[$1] }
    }

    private func share(of label: Int, in pixels: Int) -> Double? {
        pixels > 0 ? Double(right(label)) / Double(pixels) : nil
    }

    private static func mean(_ values: [Double?]) -> Double? {
        let present = values.compactMap { $0 }
        return present.isEmpty ? nil : present.reduce(0, +) / Double(present.count)
    }
}

extension SegmentationScore: Codable {
    private enum CodingKeys: String, CodingKey {
        case classes
        case counts
    }

    /// - Throws: `DecodingError.dataCorrupted` where the counts are no matrix of that many classes.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        classes = try container.decode(Int.self, forKey: .classes)
        counts = try container.decode([Int].self, forKey: .counts)
        let (square, overflows) = classes.multipliedReportingOverflow(by: classes)
        guard classes >= 0, !overflows, counts.count == square, counts.allSatisfy({ $0 >= 0 }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .counts, in: container,
                debugDescription: "\(counts.count) counts are no confusion matrix of \(classes) classes.")
        }
    }
}
