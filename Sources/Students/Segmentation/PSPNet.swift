import Torch

/// PSPNet (Zhao et al. 2017) on a dilated ResNet-18 of output stride 8, under the names of hszhao/semseg (`ppm`, `cls`;
/// torchvision's below `backbone`). Without the auxiliary branch, which acts on the loss and not on the output.
struct PSPNet: BlockNetwork {
    private let backbone: ResidualBackbone
    private let pyramid: PyramidPooling
    private let head: ConvolutionBlock
    private let dropout: Dropout
    private let output: OutputConvolution

    init(shape: StudentShape, width: Int, dropout: Double) {
        backbone = ResidualBackbone(
            name: "backbone", inputs: shape.channels, width: width, outputStride: 8)
        pyramid = PyramidPooling(name: "ppm", inputs: 8 * width)
        head = ConvolutionBlock(
            "cls.0", norm: "cls.1", inputs: pyramid.outputs, outputs: 2 * width, kernel: 3)
        self.dropout = Dropout(probability: dropout)
        output = OutputConvolution("cls.4", inputs: 2 * width, outputs: shape.classes)
    }

    var blocks: [any Block] { [backbone, pyramid, head, output] }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var pass = try ForwardPass(parameters: parameters, statistics: statistics, mode: mode)
        let taps = try backbone(input, &pass)
        let last = taps[taps.count - 1].activation  // [batch, 8 · width, ⌈height / 8⌉, ⌈width / 8⌉]
        let context = try pass.drop(head(pyramid(last, &pass), &pass), dropout)
        let logits = try output(context, pass)
        return try NetworkOutput(raising: logits, to: input, pass, taps: taps)
    }
}

extension Student {
    private static let width = StudentParameter(
        name: "width", isInteger: true, default: 64, range: 1...128,
        description: "channels of the backbone's first stage; 64 is ResNet-18")
    private static let dropout = StudentParameter(
        name: "dropout", isInteger: false, default: 0.1, range: 0...0.9,
        description: "probability that an activation before the output is dropped")

    package static let pspnet = Student(
        name: "pspnet", description: "dilated ResNet-18 with pyramid pooling, output stride 8",
        source: "Zhao et al. 2017", parameters: [width, dropout]
    ) { shape, values throws(StudentError) in
        try shape.requireSide(8, for: "pspnet")
        return PSPNet(shape: shape, width: Int(values[width]), dropout: values[dropout])
    }
}
