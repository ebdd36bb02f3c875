import func Foundation.log

/// A running confusion matrix: counts of (label, answer), the past fading with each batch.
package struct ConfusionMatrix: Codable, Sendable, Equatable {
    package let classes: Int
    /// What a batch leaves of the counts before it.
    package let memory: Double
    /// `[label × answer]`, row by row.
    package private(set) var counts: [Double]

    package init(classes: Int, memory: Double) {
        self.classes = classes
        self.memory = memory
        counts = Array(repeating: 0, count: classes * classes)
    }

    package mutating func observe(_ answers: Answers) {
        if memory < 1 {
            for index in counts.indices { counts[index] *= memory }
        }
        for (label, answer) in zip(answers.target, answers.predicted) {
            counts[label * classes + answer] += 1
        }
    }

    /// H(Y|Ŷ)/H(Y) (natural logarithms cancel): 0 when the answer tells the label, 1 when it tells nothing. 0 where
    /// there is one label only, hence nothing to lose.
    package var informationLoss: Double {
        let total = counts.reduce(0, +)
        guard total > 0 else { return 1 }
        var labels = Array(repeating: 0.0, count: classes)
        var answers = Array(repeating: 0.0, count: classes)
        var joint = 0.0
        for label in 0..<classes {
            for answer in 0..<classes {
                let share = counts[label * classes + answer] / total
                labels[label] += share
                answers[answer] += share
                joint += Self.entropyTerm(share)
            }
        }
        let labelEntropy = labels.reduce(0) { $0 + Self.entropyTerm($1) }
        let answerEntropy = answers.reduce(0) { $0 + Self.entropyTerm($1) }
        guard labelEntropy > 1e-12 else { return 0 }
        return min(1, max(0, (joint - answerEntropy) / labelEntropy))
    }

    private static func entropyTerm(_ share: Double) -> Double {
        share > 0 ? -share * log(share) : 0
    }
}
