package import Torch

/// A metric of class probabilities, example by example: of images for classification, of pixels for segmentation.
///
/// Formulas are in the symbols p = softmax(z), y the target class, C classes.
package struct ClassMetric: Sendable {
    package let name: String
    package let formula: String
    package let source: String
    private let forClassShares: (@Sendable ([Double]) -> ClassMetric)?
    /// - Returns: `[examples]`, or `[examples, places]`.
    package let perExample: @Sendable (ClassLogits) throws -> Tensor

    package init(
        name: String, formula: String, source: String,
        forClassShares: (@Sendable ([Double]) -> ClassMetric)? = nil,
        perExample: @escaping @Sendable (ClassLogits) throws -> Tensor
    ) {
        self.name = name
        self.formula = formula
        self.source = source
        self.forClassShares = forClassShares
        self.perExample = perExample
    }

    /// All of them, by name. A further one is one value and one line here.
    package static let all: [ClassMetric] = [
        balancedSoftmax(classShares: nil), brier, confidencePenalty, cosine, crossEntropy, focal,
        generalizedCrossEntropy, hinge, labelSmoothing, logitNormalizedCrossEntropy, meanAbsoluteError,
        normalizedCrossEntropy, polyOne, reverseCrossEntropy,
    ]
    /// Those that judge pixels, too.
    package static let ofPixels: [ClassMetric] = [
        brier, cosine, crossEntropy, focal, generalizedCrossEntropy, hinge, labelSmoothing, meanAbsoluteError,
    ]

    /// The mean over a batch's images.
    package var overExamples: Metric {
        var onShares: (@Sendable ([Double]) -> Metric)?
        if let forClassShares { onShares = { forClassShares($0).overExamples } }
        return Metric(name: name, formula: formula, source: source, forClassShares: onShares) {
            [perExample] input in
            try input.overImages(perExample).mean()
        }
    }
}

extension Metric {
    /// The metrics of classification, by name.
    package static let classification: [Metric] = ClassMetric.all.map(\.overExamples)
    package static let crossEntropy = ClassMetric.crossEntropy.overExamples
}
