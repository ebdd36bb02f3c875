/// Group normalisation (Wu & He 2018): each image's groups of channels are normalised with their own mean and variance,
/// then scaled by `name.weight` and moved by `name.bias`. It has no running statistics.
package struct GroupNormalization: Sendable {
    package let name: String
    package let groups: Int
    package let channels: Int
    package let epsilon: Double

    /// `groups` divides `channels`.
    package init(name: String, groups: Int, channels: Int, epsilon: Double = 1e-5) {
        self.name = name
        self.groups = groups
        self.channels = channels
        self.epsilon = epsilon
    }

    /// Adds weight 1 and bias 0.
    package func initialize(
        into parameters: inout ParameterSet, type: DataType = .float32
    ) throws(TorchError) {
        try parameters.append("\(name).weight", Tensor.ones([channels], type: type))
        try parameters.append("\(name).bias", Tensor.zeros([channels], type: type))
    }

    /// [batch, channels, ...] to the same shape.
    package func callAsFunction(_ x: Tensor, _ parameters: ParameterSet) throws(TorchError) -> Tensor {
        try x.groupNormalized(
            groups, weight: parameters["\(name).weight"], bias: parameters["\(name).bias"], epsilon: epsilon)
    }
}
