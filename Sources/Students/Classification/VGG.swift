import Torch

/// Simonyan & Zisserman's stacks of 3×3 convolutions with max pooling between, in a small form: five convolutions with
/// batch normalisation, 64 to 512 channels, and one linear layer (the vgg8 of Tian et al. 2020). Pooling stops where a
/// side is one pixel.
struct VGG: BlockNetwork {
    private static let channels = [64, 128, 256, 512, 512]

    private let convolutions: [ConvolutionBlock]
    private let output: LinearLayer

    init(shape: StudentShape) {
        let inputs = [shape.channels] + Self.channels
        convolutions = Self.channels.enumerated().map { index, outputs in
            ConvolutionBlock(
                "block\(index).0", norm: "block\(index).1", inputs: inputs[index], outputs: outputs, kernel: 3
            )
        }
        output = LinearLayer(Linear(name: "classifier", inputs: 512, outputs: shape.classes))
    }

    var blocks: [any Block] { convolutions + [output] }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var pass = try ForwardPass(parameters: parameters, statistics: statistics, mode: mode)
        var x = input
        var taps: [NetworkOutput.Tap] = []
        for (index, convolution) in convolutions.enumerated() {
            if index > 0, min(x.shape[2], x.shape[3]) > 1 { x = try x.maxPooled(2) }
            x = try convolution(x, &pass)
            taps.append(.init(name: "block\(index)", activation: x))
        }
        let features = try x.mean([2, 3])  // [batch, 512]
        return NetworkOutput(
            output: try output.layer(features, parameters), statistics: pass.statistics,
            taps: NetworkOutput.spread(taps))
    }
}

extension Student {
    package static let vgg8 = Student(
        name: "vgg8", description: "five 3×3 convolutions with batch normalisation, one linear layer",
        source: "Simonyan & Zisserman 2015", parameters: []
    ) { shape, _ in VGG(shape: shape) }
}
