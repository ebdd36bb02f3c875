package import Torch

/// How the teacher learns: Σ_t ω_t · ∂L_teach/∂ω_t − τ H(ω_t) over a window of teaching steps, backpropagated through
/// the window's memory (truncated there), by Adam at ``learningRate`` over the square root of the update's number. H is the
/// entropy, summed over the groups.
package struct TeacherTraining {
    package let teacher: TemporalTeacher
    package let window: Int
    /// η_φ, of the first update.
    package let learningRate: Double
    /// τ, what the entropy of the weights is worth beside a usefulness of root mean square 1.
    package let entropy: Double
    /// Whether the teacher only decides: its memory runs on, its parameters stay.
    package let isFrozen: Bool
    private let optimizer = Adam()

    package init(
        teacher: TemporalTeacher, window: Int, learningRate: Double, entropy: Double = 0,
        isFrozen: Bool = false
    ) {
        self.teacher = teacher
        self.window = window
        self.learningRate = learningRate
        self.entropy = entropy
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
        return try state.taking(
            step, window: window, optimizer: optimizer, learningRate: learningRate, loss: windowLoss)
    }

    /// Σ_t ω_t · ∂L_teach/∂ω_t − τ H(ω_t), the gradients as constants, the memory replayed from the window's start. Each
    /// softmax, that of a group over its metrics and that over the groups, learns from its own gradient; H is that of the
    /// former.
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
            let fused = try teacher.fuse(result.weights.within, selection: selection)
            sum = try sum + (fused * gradient).sum()
            if entropy > 0 { sum = try sum + (fused * fused.clamped(min: 1e-30).log()).sum() * entropy }
            guard let groupGradient = step.groupGradient else { continue }
            let across =
                try result.weights.across
                * Tensor(groupGradient.map { Float($0) }, shape: [groupGradient.count])
            sum = try sum + across.sum()
        }
        return sum
    }

    private func row(_ input: [Double]) throws -> Tensor {
        try Tensor(input.map { Float($0) }, shape: [1, input.count])
    }
}
