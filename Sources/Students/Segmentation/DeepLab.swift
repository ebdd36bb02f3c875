import Torch

/// DeepLabV3 (Chen et al. 2017) on a dilated ResNet-18 under torchvision's names. The output stride is 8 and the rates
/// are 6, 12 and 18: 48 to 144 pixels, the share of an image of about 250 pixels that the paper's (rates of 96 to 288
/// pixels) have of its crops of 513.
struct DeepLab: BlockNetwork {
    private let backbone: ResidualBackbone
    private let pyramid: AtrousPyramid
    private let dropout: Dropout
    private let head: ConvolutionBlock
    private let output: OutputConvolution

    init(shape: StudentShape, width: Int, dropout: Double) {
        backbone = ResidualBackbone(
            name: "backbone", inputs: shape.channels, width: width, outputStride: 8)
        pyramid = AtrousPyramid(
            name: "classifier.0", inputs: 8 * width, outputs: 4 * width, rates: [6, 12, 18])
        self.dropout = Dropout(probability: dropout)
        head = ConvolutionBlock(
            "classifier.1", norm: "classifier.2", inputs: 4 * width, outputs: 4 * width, kernel: 3)
        output = OutputConvolution("classifier.4", inputs: 4 * width, outputs: shape.classes)
    }

    var blocks: [any Block] { [backbone, pyramid, head, output] }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var pass = try ForwardPass(parameters: parameters, statistics: statistics, mode: mode)
        let taps = try backbone(input, &pass)
        let last = taps[taps.count - 1].activation  // [batch, 8 · width, ⌈height / 8⌉, ⌈width / 8⌉]
        let context = try pass.drop(pyramid(last, &pass), dropout)
        let logits = try output(head(context, &pass), pass)
        return try NetworkOutput(raising: logits, to: input, pass, taps: taps)
    }
}

extension Student {
    private static let width = StudentParameter(
        name: "width", isInteger: true, default: 64, range: 1...128,
        description: "channels of the backbone's first stage; 64 is ResNet-18")
    private static let dropout = StudentParameter(
        name: "dropout", isInteger: false, default: 0.5, range: 0...0.9,
        description: "probability that an activation behind the pyramid is dropped")

    package static let deeplabv3 = Student(
        name: "deeplabv3",
        description: "dilated ResNet-18 with atrous spatial pyramid pooling, output stride 8",
        source: "Chen et al. 2017", parameters: [width, dropout]
    ) { shape, values throws(StudentError) in
        try shape.requireSide(8, for: "deeplabv3")
        return DeepLab(shape: shape, width: Int(values[width]), dropout: values[dropout])
    }
}
