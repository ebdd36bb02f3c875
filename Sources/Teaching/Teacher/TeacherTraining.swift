package import Torch

/// How the teacher learns: Σ_t ω_t · ∂L_teach/∂ω_t over a window of teaching steps, backpropagated through the
/// window's memory (truncated there), by Adam.
package struct TeacherTraining {
    package let teacher: TemporalTeacher
    package let window: Int
    package let learningRate: Double
    /// Whether the teacher only decides: its memory runs on, its parameters stay.
    package let isFrozen: Bool
    private let optimizer = Adam()

    package init(teacher: TemporalTeacher, window: Int, learningRate: Double, isFrozen: Bool = false) {
        self.teacher = teacher
        self.window = window
        self.learningRate = learningRate
        self.isFrozen = isFrozen
    }

    package func initialState(random: RandomSource) throws -> TeacherState {
        let parameters = try teacher.initialParameters(random: random)
        let memory = try teacher.initialMemory()
        return TeacherState(
            parameters: parameters, optimizer: try optimizer.initialState(for: parameters.tensors),
            memory: memory,
            windowStart: memory, window: [], loss: nil, updates: 0)
    }

    /// w_t, and the state with its memory moved on.
    package func decide(_ input: [Double], state: TeacherState) throws -> (
        weights: TeacherWeights, state: TeacherState
    ) {
        var next = state
        let result = try Torch.withoutGradient {
            try teacher.weigh(row(input), memory: state.memory, parameters: state.parameters)
        }
        next.memory = result.memory
        return (try TeacherWeights(result.weights), next)
    }

    /// Takes in one teaching step; updates the teacher when the window is full. One that is frozen stays as it is.
    package func learn(from step: TeachingStep, state: TeacherState) throws -> TeacherState {
        guard !isFrozen else { return state }
        var next = state
        next.window.append(step)
        guard next.window.count >= window else { return next }
        let leaves = try next.parameters.map { try $0.requiringGradient() }
        let loss = try Torch.withGradient {
            try windowLoss(next.window, start: next.windowStart, parameters: leaves)
        }
        let gradients = try Tensor.gradients(of: loss, withRespectTo: leaves.tensors)
        let updated = try Torch.withoutGradient {
            try optimizer.update(
                next.parameters.tensors, gradients: gradients, state: next.optimizer,
                learningRate: learningRate)
        }
        next.parameters = try next.parameters.replacing(tensors: updated.parameters)
        next.optimizer = updated.state
        next.loss = try loss.item() / Double(next.window.count)
        next.updates += 1
        next.window = []
        next.windowStart = next.memory
        return next
    }

    /// Σ_t ω_t · ∂L_teach/∂ω_t, the gradients as constants, the memory replayed from the window's start. Each softmax,
    /// that of a group over its metrics and that over the groups, learns from its own gradient.
    func windowLoss(_ steps: [TeachingStep], start: LSTMCell.State, parameters: ParameterSet) throws -> Tensor
    {
        var memory = start
        var sum = try Tensor(scalar: 0, type: .float32)
        for step in steps {
            let result = try teacher.weigh(row(step.input), memory: memory, parameters: parameters)
            memory = result.memory
            let selection = try Tensor(
                step.selection.map { $0 ? Float(1) : 0 }, shape: [step.selection.count])
            let gradient = try Tensor(step.gradient.map { Float($0) }, shape: [step.gradient.count])
            let weighted = try teacher.fuse(result.weights.within, selection: selection) * gradient
            sum = try sum + weighted.sum()
            guard let slopes = step.groupGradient else { continue }
            let across = try result.weights.across * Tensor(slopes.map { Float($0) }, shape: [slopes.count])
            sum = try sum + across.sum()
        }
        return sum
    }

    private func row(_ input: [Double]) throws -> Tensor {
        try Tensor(input.map { Float($0) }, shape: [1, input.count])
    }
}
