import Torch

/// Metrics of regions: of a class's pixels in the whole batch together, averaged over the classes that occur in the
/// batch's labels. Σ is over the batch's pixels that are not void.
extension Metric {
    package static let softDice = Metric(
        name: "soft_dice", formula: "mean_c 1 − 2 Σ_{y = c} p_c / (Σ p_c + Σ [y = c])",
        source: "Milletari et al. 2016, with the linear sums of Drozdzal et al. 2016"
    ) { input in
        let counts = try input.regionCounts()
        return try counts.loss(counts.hits * 2 / (counts.mass + counts.sizes))
    }

    package static let softJaccard = Metric(
        name: "soft_jaccard", formula: "mean_c 1 − Σ_{y = c} p_c / (Σ p_c + Σ [y = c] − Σ_{y = c} p_c)",
        source: "Rahman & Wang 2016"
    ) { input in
        let counts = try input.regionCounts()
        return try counts.loss(counts.hits / (counts.mass + counts.sizes - counts.hits))
    }

    package static let tversky = Metric(
        name: "tversky",
        formula: "mean_c 1 − I_c / (I_c + 0.7 F₋ + 0.3 F₊), I_c = Σ_{y = c} p_c, missed "
            + "F₋ = Σ_{y = c} (1 − p_c), false F₊ = Σ_{y ≠ c} p_c",
        source: "Salehi et al. 2017"
    ) { input in
        let counts = try input.regionCounts()
        // I_c + 0.7 (n_c − I_c) + 0.3 (Σ p_c − I_c) = 0.7 n_c + 0.3 Σ p_c.
        return try counts.loss(counts.hits / (counts.sizes * 0.7).adding(counts.mass, scale: 0.3))
    }

    package static let lovaszSoftmax = Metric(
        name: "lovasz_softmax",
        formula: "mean_c Δ̄_c(|[y = c] − p_c|), Δ̄_c the Lovász extension of class c's Jaccard loss",
        source: "Berman et al. 2018, classes that occur, whole batch"
    ) { input in
        let probabilities = try input.pixels().answers.probabilities()
        let extended = try LovaszExtension(
            probabilities: probabilities, target: input.target, counts: input.labelCounts())
        return try (probabilities * extended.gradient).sum() + extended.constant
    }
}
