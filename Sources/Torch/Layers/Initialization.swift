/// First values of parameters.
package enum Initialization {
    /// Kaiming (He et al. 2015) uniform with PyTorch's default negative slope √5: U(−1/√fan, 1/√fan), which PyTorch
    /// uses for the weights and biases of linear and convolution layers; `fan` is the inputs of one output.
    package static func kaimingUniform(
        _ shape: [Int], fan: Int, type: DataType = .float32, random: RandomSource
    ) throws(TorchError) -> Tensor {
        let bound = 1 / Double(max(fan, 1)).squareRoot()
        return try Tensor.uniform(shape, low: -bound, high: bound, type: type, random: random)
    }

    /// Kaiming normal for rectified units: N(0, 2 / fan).
    package static func kaimingNormal(
        _ shape: [Int], fan: Int, type: DataType = .float32, random: RandomSource
    ) throws(TorchError) -> Tensor {
        let deviation = (2 / Double(max(fan, 1))).squareRoot()
        return try Tensor.normal(shape, deviation: deviation, type: type, random: random)
    }
}
