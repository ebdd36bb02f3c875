import Foundation
import Torch

extension ClassMetric {
    /// Cross-entropy on logits that the classes' shares π of the training examples have moved: what is minimised is the
    /// loss for equally frequent classes.
    /// - Parameter classShares: by class; nil for equal ones, where it is the cross-entropy. A share of 0 counts as half
    ///   of the smallest other one.
    package static func balancedSoftmax(classShares: [Double]?) -> ClassMetric {
        let priors = classShares.map(logarithms)
        return ClassMetric(
            name: "balanced_softmax", formula: "−log (π_y e^(z_y) / Σ_c π_c e^(z_c)), π the classes' shares",
            source: "Ren et al. 2020", forClassShares: { balancedSoftmax(classShares: $0) }
        ) { answers in
            guard let priors else { return try -answers.ownLogProbability() }
            let logits = answers.logits
            let moved =
                try logits
                + Tensor(priors, shape: [1, priors.count], device: logits.device).to(type: logits.type)
            return try -moved.logSoftmax(1).picked(answers.target)
        }
    }

    private static func logarithms(_ shares: [Double]) -> [Double] {
        let smallest = shares.filter { $0 > 0 }.min() ?? 1
        return shares.map { log($0 > 0 ? $0 : smallest / 2) }
    }
}
