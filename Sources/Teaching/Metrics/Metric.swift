package import Torch

/// A similarity metric between a student's output and the target: one member of the set that the teacher weighs.
package struct Metric: Sendable {
    package let name: String
    /// In the symbols of this module's documentation.
    package let formula: String
    package let source: String
    /// What part of the output it judges. Metrics of one group compete for its weight; groups add up.
    package let group: String
    /// The value of one batch, a scalar.
    package let value: @Sendable (MetricInput) throws -> Tensor
    /// The same metric for classes with these shares of the training examples; nil where it does not look at them.
    private let forClassShares: (@Sendable ([Double]) -> Metric)?

    /// The group of tasks whose metrics all judge the same.
    package static let wholeOutput = "output"

    package init(
        name: String, formula: String, source: String, group: String = Metric.wholeOutput,
        forClassShares: (@Sendable ([Double]) -> Metric)? = nil,
        value: @escaping @Sendable (MetricInput) throws -> Tensor
    ) {
        self.name = name
        self.formula = formula
        self.source = source
        self.group = group
        self.forClassShares = forClassShares
        self.value = value
    }

    /// - Parameter classShares: by class, what part of the training examples it has.
    package func given(classShares: [Double]) -> Metric { forClassShares?(classShares) ?? self }

    /// The value of one batch, from its parts.
    package func callAsFunction(_ output: Tensor, _ target: Tensor) throws -> Tensor {
        try value(MetricInput(output: output, target: target))
    }
}
