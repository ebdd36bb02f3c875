import Torch

/// A convolution without bias, batch normalisation and a nonlinearity. The kernel's padding keeps the size, or takes
/// ⌈size / stride⌉.
struct ConvolutionBlock: Block {
    let convolution: Convolution
    private let norm: BatchNormalization
    private let activation: Activation

    init(
        _ name: String, norm normName: String, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1,
        dilation: Int = 1, activation: Activation = .relu
    ) {
        convolution = Convolution(
            name: name, inputs: inputs, outputs: outputs, kernel: kernel, stride: stride,
            padding: dilation * (kernel / 2), dilation: dilation, bias: false)
        norm = BatchNormalization(name: normName, channels: outputs)
        self.activation = activation
    }

    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws {
        try convolution.initialize(into: &parameters, start: .normal, random: random)
        try norm.initialize(into: &parameters)
    }

    func initialize(statistics: inout ParameterSet) throws {
        try norm.initialize(statistics: &statistics)
    }

    func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) throws -> Tensor {
        try activation(pass.normalize(convolution(x, pass.parameters), norm))
    }
}
