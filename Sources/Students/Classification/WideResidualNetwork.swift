import Torch

/// The wide residual networks of Zagoruyko & Komodakis 2016: one convolution, three groups of n blocks with 16, 32 and
/// 64 times k channels, 6n + 4 layers, under the names of xternalz/WideResNet-pytorch.
struct WideResidualNetwork: BlockNetwork {
    private let stem: ConvolutionLayer
    private let groups: [[WideResidualBlock]]
    private let norm: NormalizationLayer
    private let output: LinearLayer

    init(shape: StudentShape, blocks: Int, width: Int, dropout: Double) {
        stem = ConvolutionLayer(
            Convolution(
                name: "conv1", inputs: shape.channels, outputs: 16, kernel: 3, padding: 1, bias: false))
        let channels = [16, 16 * width, 32 * width, 64 * width]
        groups = (1...3).map { group in
            (0..<blocks).map { block in
                WideResidualBlock(
                    name: "block\(group).layer.\(block)",
                    inputs: block == 0 ? channels[group - 1] : channels[group], outputs: channels[group],
                    stride: block == 0 && group > 1 ? 2 : 1, dropout: Dropout(probability: dropout))
            }
        }
        norm = NormalizationLayer(BatchNormalization(name: "bn1", channels: channels[3]))
        output = LinearLayer(Linear(name: "fc", inputs: channels[3], outputs: shape.classes))
    }

    var blocks: [any Block] { [stem] + Array(groups.joined()) + [norm, output] }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var pass = try ForwardPass(parameters: parameters, statistics: statistics, mode: mode)
        var x = try stem.layer(input, parameters)  // [batch, 16, height, width]
        var taps: [NetworkOutput.Tap] = []
        for (index, group) in groups.enumerated() {
            for block in group { x = try block(x, &pass) }
            if index == groups.count - 1 { x = try pass.normalize(x, norm.layer).relu() }
            taps.append(.init(name: "block\(index + 1)", activation: x))
        }
        let features = try x.mean([2, 3])  // [batch, 64 · width]
        return NetworkOutput(
            output: try output.layer(features, parameters), statistics: pass.statistics, taps: taps)
    }
}

extension Student {
    package static let wrn16x4 = wide(layers: 16, width: 4)
    package static let wrn28x10 = wide(layers: 28, width: 10)

    private static let dropout = StudentParameter(
        name: "dropout", isInteger: false, default: 0, range: 0...0.9,
        description: "probability that an activation between a block's convolutions is dropped")

    private static func wide(layers: Int, width: Int) -> Student {
        Student(
            name: "wrn-\(layers)-\(width)",
            description: "wide residual network for small images, \(layers) layers, \(width) times as wide",
            source: "Zagoruyko & Komodakis 2016", parameters: [dropout]
        ) { shape, values in
            WideResidualNetwork(
                shape: shape, blocks: (layers - 4) / 6, width: width, dropout: values[dropout])
        }
    }
}
