import Torch

/// The nonlinearity behind a normalised convolution.
enum Activation: Sendable {
    case none
    case relu
    /// Slope 0.1 below zero, as Darknet has it.
    case leakyRelu

    func callAsFunction(_ x: Tensor) throws -> Tensor {
        switch self {
        case .none: x
        case .relu: try x.relu()
        case .leakyRelu: try x.leakyRelu(0.1)
        }
    }
}
