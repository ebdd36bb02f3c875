import Torch

/// Cross-entropy with something added to it, or normalised by something. None is in the usual set.
extension ClassMetric {
    package static let confidencePenalty = ClassMetric(
        name: "confidence_penalty", formula: "−log p_y + 0.1 Σ_c p_c log p_c",
        source: "Pereyra et al. 2017"
    ) { answers in
        let entropy = try -(answers.probabilities() * answers.logProbabilities()).sum([1])
        return try (-answers.ownLogProbability()).adding(entropy, scale: -0.1)
    }

    package static let logitNormalizedCrossEntropy = ClassMetric(
        name: "logit_normalized_cross_entropy",
        formula: "−log softmax(z / (0.04 (‖z‖₂ + 10⁻⁷)))_y", source: "Wei et al. 2022"
    ) { answers in
        let length = try (answers.logits.norm([1], keep: true) + 1e-7) * 0.04
        return try -(answers.logits / length).logSoftmax(1).picked(answers.target)
    }

    package static let normalizedCrossEntropy = ClassMetric(
        name: "normalized_cross_entropy", formula: "log p_y / Σ_c log p_c", source: "Ma et al. 2020"
    ) { answers in
        // At least C log C, but 0 for a single class.
        let whole = try (-answers.logProbabilities().sum([1])).clamped(min: 1e-12)
        return try -answers.ownLogProbability() / whole
    }

    package static let polyOne = ClassMetric(
        name: "poly_one", formula: "−log p_y + (1 − p_y)", source: "Leng et al. 2022"
    ) { answers in
        try 1 - answers.ownLogProbability() - answers.ownProbability()
    }

    package static let reverseCrossEntropy = ClassMetric(
        name: "reverse_cross_entropy", formula: "−A Σ_{c ≠ y} p_c, A = −4 for log 0",
        source: "Wang et al. 2019"
    ) { answers in
        try (1 - answers.ownProbability()) * 4
    }
}
