extension ClassMetric {
    /// The mean over a batch's pixels that are not void.
    package var overPixels: Metric {
        Metric(name: name, formula: formula, source: source) { [perExample] input in
            let pixels = try input.pixels()
            return try Pixels.mean(perExample(pixels.answers), weights: pixels.mask)
        }
    }
}

extension Metric {
    /// The metrics of segmentation, by name.
    package static let segmentation: [Metric] =
        (ClassMetric.ofPixels.map(\.overPixels) + [
            balancedCrossEntropy, boundaryCrossEntropy, lovaszSoftmax, softDice, softJaccard, tversky,
        ]).sorted { $0.name < $1.name }
}
