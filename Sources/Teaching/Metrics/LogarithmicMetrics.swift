import Torch

/// Metrics on the logarithms of the class probabilities, and the hinge on the logits.
extension Metric {
    package static let crossEntropy = Metric(
        name: "cross_entropy", formula: "−log p_y", source: "maximum likelihood"
    ) { output, target in
        try -output.logSoftmax(1).picked(target)
    }

    package static let focal = Metric(
        name: "focal", formula: "−(1 − p_y)^γ log p_y, γ = 2", source: "Lin et al. 2017"
    ) { output, target in
        let logarithm = try output.logSoftmax(1).picked(target)
        let missing = try 1 - logarithm.exp()
        return try -(missing.square() * logarithm)
    }

    package static let labelSmoothing = Metric(
        name: "label_smoothing", formula: "−(1 − ε) log p_y − (ε/C) Σ_c log p_c, ε = 0.1",
        source: "Szegedy et al. 2016"
    ) { output, target in
        let smoothing = 0.1
        let logarithms = try output.logSoftmax(1)
        let own = try logarithms.picked(target) * (smoothing - 1)
        return try own.adding(logarithms.mean([1]), scale: -smoothing)
    }

    package static let hinge = Metric(
        name: "hinge", formula: "(1/C) Σ_{c ≠ y} max(0, 1 − z_y + z_c)", source: "Weston & Watkins 1999"
    ) { output, target in
        let classes = Double(output.shape[1])
        let own = try output.gathered(1, target.unsqueezed(1))
        let violations = try (output - own + 1).relu()
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
