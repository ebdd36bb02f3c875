import Torch

/// The residual networks for small images of He et al. 2016, section 4.2: one convolution, three stages of n blocks
/// with 16, 32 and 64 channels, shortcuts without parameters (option A), 6n + 2 layers.
struct ResidualNetwork: Network {
    private let stem: Convolution
    private let stemNorm: BatchNormalization
    private let stages: [[ResidualBlock]]
    private let output: Linear

    init(shape: StudentShape, blocks: Int) {
        stem = Convolution(
            name: "conv1", inputs: shape.channels, outputs: 16, kernel: 3, padding: 1, bias: false)
        stemNorm = BatchNormalization(name: "bn1", channels: 16)
        stages = [16, 32, 64].enumerated().map { stage, channels in
            (0..<blocks).map { block in
                ResidualBlock(
                    name: "layer\(stage + 1).\(block)",
                    inputs: block == 0 && stage > 0 ? channels / 2 : channels,
                    outputs: channels, stride: block == 0 && stage > 0 ? 2 : 1)
            }
        }
        output = Linear(name: "fc", inputs: 64, outputs: shape.classes)
    }

    func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        try stem.initialize(into: &parameters, start: .normal, random: random)
        try stemNorm.initialize(into: &parameters)
        for block in stages.joined() { try block.initialize(into: &parameters, random: random) }
        try output.initialize(into: &parameters, random: random)
        return parameters
    }

    func initialStatistics() throws -> ParameterSet {
        var statistics = ParameterSet()
        try stemNorm.initialize(statistics: &statistics)
        for block in stages.joined() { try block.initialize(statistics: &statistics) }
        return statistics
    }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var statistics = statistics
        var x = try stem(input, parameters)  // [batch, 16, height, width]
        (x, statistics) = try stemNorm(x, parameters, statistics: statistics, mode: mode.layerMode)
        x = try x.relu()
        var taps: [NetworkOutput.Tap] = []
        for (index, stage) in stages.enumerated() {
            for block in stage {
                (x, statistics) = try block(x, parameters, statistics: statistics, mode: mode.layerMode)
            }
            taps.append(.init(name: "layer\(index + 1)", activation: x))
        }
        let features = try x.mean([2, 3])  // [batch, 64]
        return NetworkOutput(output: try output(features, parameters), statistics: statistics, taps: taps)
    }
}

extension Student {
    package static let resnet8 = residual(blocks: 1)
    package static let resnet20 = residual(blocks: 3)
    package static let resnet32 = residual(blocks: 5)
    package static let resnet56 = residual(blocks: 9)

    private static func residual(blocks: Int) -> Student {
        let name = "resnet\(6 * blocks + 2)"
        return Student(
            name: name, description: "residual network for small images, \(6 * blocks + 2) layers",
            source: "He et al. 2016", parameters: []
        ) { shape, _ in ResidualNetwork(shape: shape, blocks: blocks) }
    }
}
