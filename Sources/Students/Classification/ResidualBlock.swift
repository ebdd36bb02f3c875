import Torch

/// Two 3×3 convolutions with batch normalisation around an identity shortcut; where the block halves the image and
/// doubles the channels, the shortcut takes every second pixel and pads the channels with zeros (option A).
struct ResidualBlock {
    private let first: Convolution
    private let firstNorm: BatchNormalization
    private let second: Convolution
    private let secondNorm: BatchNormalization

    init(name: String, inputs: Int, outputs: Int, stride: Int) {
        first = Convolution(
            name: "\(name).conv1", inputs: inputs, outputs: outputs, kernel: 3, stride: stride, padding: 1,
            bias: false)
        firstNorm = BatchNormalization(name: "\(name).bn1", channels: outputs)
        second = Convolution(
            name: "\(name).conv2", inputs: outputs, outputs: outputs, kernel: 3, padding: 1, bias: false)
        secondNorm = BatchNormalization(name: "\(name).bn2", channels: outputs)
    }

    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws {
        try first.initialize(into: &parameters, start: .normal, random: random)
        try firstNorm.initialize(into: &parameters)
        try second.initialize(into: &parameters, start: .normal, random: random)
        try secondNorm.initialize(into: &parameters)
    }

    func initialize(statistics: inout ParameterSet) throws {
        try firstNorm.initialize(statistics: &statistics)
        try secondNorm.initialize(statistics: &statistics)
    }

    /// `[batch, inputs, height, width]` → `[batch, outputs, ⌈height/stride⌉, ⌈width/stride⌉]`
    func callAsFunction(
        _ input: Tensor, _ parameters: ParameterSet, statistics: ParameterSet, mode: LayerMode
    ) throws -> (output: Tensor, statistics: ParameterSet) {
        var statistics = statistics
        var x = try first(input, parameters)
        (x, statistics) = try firstNorm(x, parameters, statistics: statistics, mode: mode)
        x = try second(x.relu(), parameters)
        (x, statistics) = try secondNorm(x, parameters, statistics: statistics, mode: mode)
        return (try (x + shortcut(input)).relu(), statistics)
    }

    private func shortcut(_ input: Tensor) throws -> Tensor {
        guard first.stride > 1 else { return input }
        // A mean over one pixel with stride s takes every s-th.
        let thinned = try input.averagePooled(1, stride: first.stride)
        let missing = first.outputs - first.inputs
        return try thinned.padded([0, 0, 0, 0, missing / 2, missing - missing / 2])
    }
}
