package import Torch

/// Everything about the teacher that changes, as a value: parameters φ, optimiser, memory, and the window of
/// teaching steps since the last update.
package struct TeacherState {
    package var parameters: ParameterSet
    package var optimizer: OptimizerState
    package var memory: LSTMCell.State
    /// The memory before the window's first step: where the next update starts to replay from.
    package var windowStart: LSTMCell.State
    package var window: [TeachingStep]
    package var loss: Double?
    package var updates: Int

    package init(
        parameters: ParameterSet, optimizer: OptimizerState, memory: LSTMCell.State,
        windowStart: LSTMCell.State,
        window: [TeachingStep], loss: Double?, updates: Int
    ) {
        self.parameters = parameters
        self.optimizer = optimizer
        self.memory = memory
        self.windowStart = windowStart
        self.window = window
        self.loss = loss
        self.updates = updates
    }
}

extension TeacherState {
    /// Takes in one teaching step; when the window is full, `optimizer` makes a step down its loss, and the next window begins.
    /// - Parameters: learningRate: η_φ, of the first update; a later one has it over the square root of its number, as online
    ///   learning takes it (Zinkevich 2003): a short training is taught at once, and a long one does not drive the weights into a
    ///   corner that has no gradient. loss: of the
    ///   window's steps, replayed from its first memory under these parameters; their sum.
    func taking(
        _ step: TeachingStep, window size: Int, optimizer rule: Adam, learningRate: Double,
        loss: ([TeachingStep], LSTMCell.State, ParameterSet) throws -> Tensor
    ) throws -> TeacherState {
        var next = self
        next.window.append(step)
        guard next.window.count >= size else { return next }
        let leaves = try parameters.map { try $0.requiringGradient() }
        let sum = try Torch.withGradient { try loss(next.window, windowStart, leaves) }
        let gradients = try Tensor.gradients(of: sum, withRespectTo: leaves.tensors)
        let updated = try Torch.withoutGradient {
            try rule.update(
                parameters.tensors, gradients: gradients, state: optimizer,
                learningRate: learningRate / Double(updates + 1).squareRoot())
        }
        next.parameters = try parameters.replacing(tensors: updated.parameters)
        next.optimizer = updated.state
        next.loss = try sum.item() / Double(next.window.count)
        next.updates += 1
        next.window = []
        next.windowStart = memory
        return next
    }
}

/// One teaching step as the teacher's update needs it: plain numbers, so that a checkpoint can hold it.
package struct TeachingStep: Codable, Sendable, Equatable {
    /// x_t, what the teacher saw.
    package var input: [Double]
    /// a_t.
    package var selection: [Bool]
    /// ∂L_teach/∂ω_t, normalised over the metrics of each group.
    package var gradient: [Double]
    /// ∂L_teach/∂W_t of the groups' weights, normalised over the groups; nil where there is one group.
    package var groupGradient: [Double]?

    package init(input: [Double], selection: [Bool], gradient: [Double], groupGradient: [Double]? = nil) {
        self.input = input
        self.selection = selection
        self.gradient = gradient
        self.groupGradient = groupGradient
    }

    /// - Parameters: gradient: dL_teach/dω_i; weights: ω = W_g w_i, so that ∂L_teach/∂W_g = Σ_{i ∈ g} (ω_i/W_g)
    ///   dL_teach/dω_i.
    init(input: [Double], selection: [Bool], gradient: [Double], weights: [Double], groups: [MetricGroup]) {
        var normalized = gradient
        var groupGradient: [Double] = []
        for group in groups {
            let own = Self.normalized(group.members.map { gradient[$0] })
            for (index, value) in zip(group.members, own) { normalized[index] = value }
            let share = group.members.reduce(0) { $0 + weights[$1] }
            let sum = group.members.reduce(0) { $0 + weights[$1] * gradient[$1] }
            groupGradient.append(sum / max(share, 1e-30))
        }
        self.init(
            input: input, selection: selection, gradient: normalized,
            groupGradient: groups.count > 1 ? Self.normalized(groupGradient) : nil)
    }

    /// In units of the root mean square.
    static func normalized(_ values: [Double]) -> [Double] {
        let size = (values.reduce(0) { $0 + $1 * $1 } / Double(max(values.count, 1))).squareRoot()
        return values.map { size > 0 ? $0 / size : 0 }
    }
}
