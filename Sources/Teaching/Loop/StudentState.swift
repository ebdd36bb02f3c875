package import Torch

/// Everything about the student that training changes, as a value.
package struct StudentState {
    /// θ.
    package var parameters: ParameterSet
    /// Running statistics of normalisation layers.
    package var statistics: ParameterSet
    package var optimizer: OptimizerState

    package init(parameters: ParameterSet, statistics: ParameterSet, optimizer: OptimizerState) {
        self.parameters = parameters
        self.statistics = statistics
        self.optimizer = optimizer
    }
}

/// Examples as tensors on the training device.
package struct LabelledBatch {
    /// `[batch, channels, height, width]`.
    package var input: Tensor
    /// In the task's layout (``OutputLayout``): class ids `[batch]` for classification.
    package var target: Tensor

    package init(input: Tensor, target: Tensor) {
        self.input = input
        self.target = target
    }
}
