/// A two-dimensional convolution with square kernels, under the names `name.weight` [outputs, inputs / groups,
/// kernel, kernel] and `name.bias` [outputs].
package struct Convolution: Sendable {
    package enum Start: Sendable {
        /// PyTorch's default: U(−1/√fan, 1/√fan) over the inputs of one output.
        case uniform
        /// N(0, 2 / fan) over the outputs of one input, as residual networks start (He et al. 2015).
        case normal
    }

    package let name: String
    package let inputs: Int
    package let outputs: Int
    package let kernel: Int
    package let stride: Int
    package let padding: Int
    package let dilation: Int
    package let groups: Int
    package let hasBias: Bool

    package init(
        name: String, inputs: Int, outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
        dilation: Int = 1, groups: Int = 1, bias: Bool = true
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = max(groups, 1)
        hasBias = bias
    }

    /// The bias starts uniform in both ways.
    package func initialize(
        into parameters: inout ParameterSet, start: Start = .uniform, type: DataType = .float32,
        random: RandomSource
    ) throws(TorchError) {
        let shape = [outputs, inputs / groups, kernel, kernel]
        let fanIn = inputs / groups * kernel * kernel
        switch start {
        case .uniform:
            try parameters.append(
                "\(name).weight",
                Initialization.kaimingUniform(shape, fan: fanIn, type: type, random: random))
        case .normal:
            let fanOut = outputs / groups * kernel * kernel
            try parameters.append(
                "\(name).weight",
                Initialization.kaimingNormal(shape, fan: fanOut, type: type, random: random))
        }
        guard hasBias else { return }
        try parameters.append(
            "\(name).bias", Initialization.kaimingUniform([outputs], fan: fanIn, type: type, random: random))
    }

    /// [batch, inputs, height, width] to [batch, outputs, height', width'].
    package func callAsFunction(_ x: Tensor, _ parameters: ParameterSet) throws(TorchError) -> Tensor {
        try x.convolved(
            weight: parameters["\(name).weight"], bias: hasBias ? parameters["\(name).bias"] : nil,
            stride: stride, padding: padding, dilation: dilation, groups: groups)
    }
}
