import Torch

/// Metrics on the logarithms of the class probabilities, and the hinge on the logits.
extension ClassMetric {
    package static let crossEntropy = ClassMetric(
        name: "cross_entropy", formula: "−log p_y", source: "maximum likelihood"
    ) { answers in
        try -answers.ownLogProbability()
    }

    package static let focal = ClassMetric(
        name: "focal", formula: "−(1 − p_y)² log p_y", source: "Lin et al. 2017"
    ) { answers in
        let logarithm = try answers.ownLogProbability()
        let missing = try 1 - logarithm.exp()
        return try -(missing.square() * logarithm)
    }

    package static let labelSmoothing = ClassMetric(
        name: "label_smoothing", formula: "−0.9 log p_y − (0.1/C) Σ_c log p_c",
        source: "Szegedy et al. 2016"
    ) { answers in
        let smoothing = 0.1
        let own = try answers.ownLogProbability() * (smoothing - 1)
        return try own.adding(answers.logProbabilities().mean([1]), scale: -smoothing)
    }

    package static let hinge = ClassMetric(
        name: "hinge", formula: "(1/C) Σ_{c ≠ y} max(0, 1 − z_y + z_c)", source: "Weston & Watkins 1999"
    ) { answers in
        let classes = Double(answers.logits.shape[1])
        let own = try answers.logits.gathered(1, answers.target.unsqueezed(1))
        let violations = try (answers.logits + (1 - own)).relu()
        // The sum's own term, c = y, is always 1.
        return try (violations.sum([1]) - 1) * (1 / classes)
    }
}

extension Tensor {
    /// The entry of each row at its class: `[batch, classes]`, `[batch]` → `[batch]`.
    func picked(_ classes: Tensor) throws -> Tensor {
        try gathered(1, classes.unsqueezed(1)).squeezed(1)
    }
}
