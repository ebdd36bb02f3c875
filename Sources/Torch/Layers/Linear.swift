/// x · weightᵀ + bias, under the names `name.weight` [outputs, inputs] and `name.bias` [outputs].
package struct Linear: Sendable {
    package let name: String
    package let inputs: Int
    package let outputs: Int
    package let hasBias: Bool

    package init(name: String, inputs: Int, outputs: Int, bias: Bool = true) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        hasBias = bias
    }

    /// Adds PyTorch's default first values.
    package func initialize(
        into parameters: inout ParameterSet, type: DataType = .float32, random: RandomSource
    ) throws(TorchError) {
        try parameters.append(
            "\(name).weight",
            Initialization.kaimingUniform([outputs, inputs], fan: inputs, type: type, random: random))
        guard hasBias else { return }
        try parameters.append(
            "\(name).bias", Initialization.kaimingUniform([outputs], fan: inputs, type: type, random: random))
    }

    /// [..., inputs] to [..., outputs].
    package func callAsFunction(_ x: Tensor, _ parameters: ParameterSet) throws(TorchError) -> Tensor {
        try x.linear(parameters["\(name).weight"], hasBias ? parameters["\(name).bias"] : nil)
    }
}
