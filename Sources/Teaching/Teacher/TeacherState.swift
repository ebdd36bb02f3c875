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

/// One teaching step as the teacher's update needs it: plain numbers, so that a checkpoint can hold it.
package struct TeachingStep: Codable, Sendable, Equatable {
    /// x_t.
    package var input: [Double]
    /// a_t.
    package var selection: [Bool]
    /// ∂L_teach/∂ω_t, normalised over the metrics.
    package var gradient: [Double]

    package init(input: [Double], selection: [Bool], gradient: [Double]) {
        self.input = input
        self.selection = selection
        self.gradient = gradient
    }
}
