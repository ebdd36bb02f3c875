import Torch

/// Metrics on the class probabilities p = softmax(z).
extension ClassMetric {
    package static let brier = ClassMetric(
        name: "brier", formula: "Σ_c (p_c − [c = y])²", source: "Brier 1950"
    ) { answers in
        // Σ p² − 2 p_y + 1: no one-hot tensor.
        try answers.squaredLength().adding(answers.ownProbability(), scale: -2) + 1
    }

    package static let cosine = ClassMetric(
        name: "cosine", formula: "1 − p_y / ‖p‖₂", source: "cosine dissimilarity of p and the one-hot target"
    ) { answers in
        let length = try answers.squaredLength().sqrt()
        let ratio = try answers.ownProbability() / length
        return try 1 - ratio
    }

    package static let generalizedCrossEntropy = ClassMetric(
        name: "generalized_cross_entropy", formula: "(1 − p_y^q) / q, q = 0.7", source: "Zhang & Sabuncu 2018"
    ) { answers in
        let q = 0.7
        // p_y^q as exp(q log p_y): finite in value and gradient however small p_y is.
        let power = try (answers.ownLogProbability() * q).exp()
        return try (1 - power) * (1 / q)
    }

    package static let meanAbsoluteError = ClassMetric(
        name: "mean_absolute_error", formula: "Σ_c |p_c − [c = y]| = 2 (1 − p_y)", source: "Ghosh et al. 2017"
    ) { answers in
        try (1 - answers.ownProbability()) * 2
    }
}
