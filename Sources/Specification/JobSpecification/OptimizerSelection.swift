/// The rule that makes the student's step of a gradient.
package struct OptimizerSelection: Codable, Sendable, Equatable {
    package enum Name: String, Codable, Sendable, CaseIterable {
        case sgd, adam, adamw
    }

    package var name: Name
    /// At its highest: the schedule has a factor for each step.
    package var learningRate: Double
    /// Decoupled for AdamW, part of the gradient for the others.
    package var weightDecay: Double
    /// SGD only; nil for the others, as the next three are nil for SGD.
    package var momentum: Double?
    package var nesterov: Bool?
    package var beta1: Double?
    package var beta2: Double?
    package var epsilon: Double?
}
