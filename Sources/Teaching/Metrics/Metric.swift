package import Torch

/// A similarity metric between a student's output and the target: one member of the set that the teacher weighs.
package struct Metric: Sendable {
    package let name: String
    /// In the symbols p = softmax(z), y the target class, C classes.
    package let formula: String
    package let source: String
    /// - Parameters: output `[batch, classes]`, logits; target `[batch]`, class ids. - Returns: `[batch]`.
    package let perExample: @Sendable (_ output: Tensor, _ target: Tensor) throws -> Tensor

    package init(
        name: String, formula: String, source: String,
        perExample: @escaping @Sendable (_ output: Tensor, _ target: Tensor) throws -> Tensor
    ) {
        self.name = name
        self.formula = formula
        self.source = source
        self.perExample = perExample
    }
}

extension Metric {
    /// The metrics of classification, by name. A further one is one value and one line here.
    package static let classification: [Metric] = [
        brier, cosine, crossEntropy, focal, generalizedCrossEntropy, hinge, labelSmoothing, meanAbsoluteError,
    ]
}
