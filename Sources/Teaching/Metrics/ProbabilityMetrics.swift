import Torch

/// Metrics on the class probabilities p = softmax(z).
extension Metric {
    package static let brier = Metric(
        name: "brier", formula: "Σ_c (p_c − [c = y])²", source: "Brier 1950"
    ) { output, target in
        let probabilities = try output.softmax(1)
        let own = try probabilities.picked(target)
        // Σ p² − 2 p_y + 1: no one-hot tensor.
        return try probabilities.square().sum([1]).adding(own, scale: -2) + 1
    }

    package static let cosine = Metric(
        name: "cosine", formula: "1 − p_y / ‖p‖₂", source: "cosine dissimilarity of p and the one-hot target"
    ) { output, target in
        let probabilities = try output.softmax(1)
        let length = try probabilities.square().sum([1]).sqrt()
        let ratio = try probabilities.picked(target) / length
        return try 1 - ratio
    }

    package static let generalizedCrossEntropy = Metric(
        name: "generalized_cross_entropy", formula: "(1 − p_y^q) / q, q = 0.7", source: "Zhang & Sabuncu 2018"
    ) { output, target in
        let q = 0.7
        // p_y^q as exp(q log p_y): finite in value and gradient however small p_y is.
        let power = try (output.logSoftmax(1).picked(target) * q).exp()
        return try (1 - power) * (1 / q)
    }

    package static let meanAbsoluteError = Metric(
        name: "mean_absolute_error", formula: "Σ_c |p_c − [c = y]| = 2 (1 − p_y)", source: "Ghosh et al. 2017"
    ) { output, target in
        let own = try output.softmax(1).picked(target)
        return try (1 - own) * 2
    }
}
