package import Torch

import func Foundation.log

/// What a student answered on a batch (or on several, appended), example by example.
package struct Answers: Sendable {
    package var classes: Int
    package var target: [Int]
    package var predicted: [Int]
    /// max_c p_c.
    package var confidence: [Double]
    /// −log p_y, in nats.
    package var crossEntropy: [Double]
    /// −Σ p log p in units of log C.
    package var entropy: [Double]
    /// p_y − max_{c ≠ y} p_c.
    package var margin: [Double]

    package init(classes: Int) {
        self.classes = classes
        target = []
        predicted = []
        confidence = []
        crossEntropy = []
        entropy = []
        margin = []
    }

    /// - Parameters: output `[batch, classes]`, logits; target `[batch]`.
    package init(output: Tensor, target: Tensor) throws {
        classes = output.shape[1]
        let logarithms = try output.detached().logSoftmax(1)
        let probabilities = try logarithms.exp()
        let best = try probabilities.maximum(1, keep: false)
        let own = try logarithms.picked(target)
        let plogp = try (probabilities * logarithms).sum([1])
        let others = try probabilities - target.oneHot(classes).to(type: probabilities.type) * 2
        let strongest = try others.maximum(1, keep: false).values
        let rows = try Tensor.stacked([best.values, own, plogp, strongest], 0).to(type: .float64).doubles()
        let batch = output.shape[0]
        // One class has no entropy in any unit.
        let scale = classes > 1 ? -1 / log(Double(classes)) : 0
        self.target = try target.integers().map { Int($0) }
        predicted = try best.indices.integers().map { Int($0) }
        confidence = Array(rows[0..<batch])
        crossEntropy = rows[batch..<2 * batch].map { -$0 }
        entropy = rows[2 * batch..<3 * batch].map { $0 * scale }
        margin = try zip(own.exp().to(type: .float64).doubles(), rows[3 * batch..<4 * batch]).map { $0 - $1 }
    }

    package mutating func append(_ other: Answers) {
        target += other.target
        predicted += other.predicted
        confidence += other.confidence
        crossEntropy += other.crossEntropy
        entropy += other.entropy
        margin += other.margin
    }

    package var count: Int { target.count }

    /// Share of the examples whose class was answered.
    package var accuracy: Double {
        guard count > 0 else { return 0 }
        return Double(zip(target, predicted).count { $0 == $1 }) / Double(count)
    }

    package var calibrationError: Double {
        var bins = CalibrationBins()
        for index in 0..<count {
            bins.observe(confidence: confidence[index], isCorrect: target[index] == predicted[index])
        }
        return bins.error
    }
}
