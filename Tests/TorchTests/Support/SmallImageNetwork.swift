import Torch

/// Two convolutions with batch normalisation, names of several parts, a constant made of bytes, upsampling and a
/// linear layer: [batch, 2, 8, 8] to [batch, 5].
struct SmallImageNetwork: Network {
    private let first = Convolution(
        name: "stem.conv", inputs: 2, outputs: 4, kernel: 3, padding: 1, bias: false)
    private let norm = BatchNormalization(name: "stem.norm", channels: 4)
    private let second = Convolution(
        name: "layer1.0.conv-a", inputs: 4, outputs: 4, kernel: 3, padding: 2, dilation: 2, groups: 2)
    private let head = Linear(name: "head", inputs: 4, outputs: 5)
    /// What the network does besides, with its input and its result.
    var besides: @Sendable (_ input: Tensor, _ output: Tensor) throws -> Tensor = { $1 }

    func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        try first.initialize(into: &parameters, random: random)
        try norm.initialize(into: &parameters)
        try second.initialize(into: &parameters, random: random)
        try head.initialize(into: &parameters, random: random)
        return parameters
    }

    func initialStatistics() throws -> ParameterSet {
        var statistics = ParameterSet()
        try norm.initialize(statistics: &statistics)
        return statistics
    }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        guard case .evaluation = mode else { throw Refusal.training }
        var x = try first(input, parameters)
        x = try norm(x, parameters, statistics: statistics, mode: .evaluation).output.relu()
        x = try second(x.maxPooled(2), parameters)
        x = try x * Tensor([1, -2, 0.5, 3] as [Float], shape: [4, 1, 1])
        x = try x.interpolated(height: 8, width: 8, .bilinear()).tanh().mean([2, 3])
        let output = try besides(input, head(x, parameters))
        return NetworkOutput(output: output, statistics: statistics, taps: [])
    }

    enum Refusal: Error, Equatable {
        case training, asked
    }
}
