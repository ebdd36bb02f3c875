package import Torch

import func Foundation.exp
import func Foundation.log

/// The teacher of a ``LossNetwork``: one LSTM for all coordinates of ψ, each with a memory of its own,
///
///     h_{t,j} = LSTM(e(r̄_{t−1,j}), h_{t−1,j}),   ψ_{t,j} = ψ_{t−1,j} + 0.01 tanh(A h_{t,j}).
///
/// r̄ is dL_teach/dψ in units of its root mean square, and e(r̄) = (log|r̄|/10, sign r̄) for |r̄| ≥ e^(−10), else (−1, e^10 r̄).
/// It learns as ``TeacherTraining`` does: Adam on Σ_t ⟨r̄_t, ψ_t⟩ over a window, the gradients as constants. A starts at 0.
///
/// Source: Hai et al., L2T-DLN, NeurIPS 2023, for a coordinate-wise LSTM that sees the gradient of the loss network; the coordinates'
/// encoding is Andrychowicz et al.'s (Learning to Learn by Gradient Descent by Gradient Descent, NIPS 2016). Sizes, the bound on a
/// move and the one-step gradient are this project's own.
package struct LossTeacher {
    package let window: Int
    package let learningRate: Double
    package let isFrozen: Bool
    private let cell: LSTMCell
    private let optimizer = Adam()
    /// The largest move of a coordinate.
    static let reach = 0.01
    /// Gradients from e^(−range) on are encoded by their logarithm and sign.
    static let range = 10.0

    package init(hidden: Int, window: Int, learningRate: Double, isFrozen: Bool = false) {
        self.window = window
        self.learningRate = learningRate
        self.isFrozen = isFrozen
        cell = LSTMCell(name: "memory", inputs: 2, hidden: hidden)
    }

    package func initialState(random: RandomSource) throws -> TeacherState {
        var parameters = ParameterSet()
        try cell.initialize(into: &parameters, random: random)
        try parameters.append("move.weight", Tensor.zeros([1, cell.hidden]))
        let memory = try cell.start(batch: LossNetwork.count)
        return TeacherState(
            parameters: parameters, optimizer: try optimizer.initialState(for: parameters.tensors),
            memory: memory, windowStart: memory, window: [], loss: nil, updates: 0)
    }

    /// ψ_t after ψ_{t−1}, and the state with its memory moved on.
    /// - Parameter gradient: r̄_{t−1}; zeros where there is none yet.
    package func move(
        _ parameters: [Double], after gradient: [Double], state: TeacherState
    ) throws -> (parameters: [Double], state: TeacherState) {
        var next = state
        let result = try Torch.withoutGradient {
            try change(gradient, memory: state.memory, parameters: state.parameters)
        }
        next.memory = result.memory
        let moved = zip(parameters, try result.change.doubles()).map { old, change in
            max(-LossNetwork.bound, min(LossNetwork.bound, old + change))
        }
        return (moved, next)
    }

    /// Takes in what a move did; the teacher is updated when the window is full.
    /// - Parameters: input: r̄_{t−1}, which the move saw; gradient: r̄_t.
    package func learn(from input: [Double], gradient: [Double], state: TeacherState) throws -> TeacherState {
        guard !isFrozen else { return state }
        let step = TeachingStep(input: input, selection: [], gradient: gradient)
        return try state.taking(
            step, window: window, optimizer: optimizer, learningRate: learningRate, loss: windowLoss)
    }

    /// Σ_t ⟨r̄_t, ψ_t⟩ over the number of coordinates, but for the ψ before the window: a scalar.
    func windowLoss(_ steps: [TeachingStep], start: LSTMCell.State, parameters: ParameterSet) throws -> Tensor
    {
        var memory = start
        var moved = try Tensor.zeros([LossNetwork.count])
        var sum = try Tensor(scalar: 0, type: .float32)
        for step in steps {
            let result = try change(step.input, memory: memory, parameters: parameters)
            memory = result.memory
            moved = try moved + result.change
            let gradient = try Tensor(step.gradient.map { Float($0) }, shape: [step.gradient.count])
            sum = try sum + (moved * gradient).mean()
        }
        return sum
    }

    /// 0.01 tanh(A h), `[coordinates]`, and the memory after it.
    private func change(
        _ gradient: [Double], memory: LSTMCell.State, parameters: ParameterSet
    ) throws -> (change: Tensor, memory: LSTMCell.State) {
        let input = try Tensor(gradient.flatMap(Self.encoded), shape: [gradient.count, 2])
        let next = try cell(input, memory, parameters)
        let change = try next.hidden.linear(parameters["move.weight"]).squeezed(1).tanh() * Self.reach
        return (change, next)
    }

    /// e(r̄).
    static func encoded(_ gradient: Double) -> [Float] {
        let size = abs(gradient)
        guard size >= exp(-range) else { return [-1, Float(exp(range) * gradient)] }
        return [Float(log(size) / range), gradient < 0 ? -1 : 1]
    }
}
