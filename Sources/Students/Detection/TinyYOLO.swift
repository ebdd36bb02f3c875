import Torch

/// A small one-stage detector with anchors, made here for training on few images and few cores: Darknet's convolutions
/// and residual blocks down to 1/16 of the image, whose features are raised once and joined to those of 1/8. Boxes are
/// found at 1/8 (objects from about ten pixels on), and at 1/16 where there are two scales.
struct TinyYOLO: BlockNetwork, DetectionNetwork {
    static let anchorsPerScale = 3
    private let descent: [ConvolutionBlock]
    private let fine: DarknetBlock
    private let deepen: ConvolutionBlock
    private let coarse: [DarknetBlock]
    private let lateral: ConvolutionBlock
    private let join: ConvolutionBlock
    private let refine: DarknetBlock
    private let heads: [OutputConvolution]
    private let scales: [AnchorScale]

    /// - Parameter anchors: for 1/8 and, where there is a second group, for 1/16.
    init(shape: StudentShape, width: Int, anchors: [[AnchorSize]]) {
        func convolution(
            _ name: String, _ inputs: Int, _ outputs: Int, kernel: Int = 3, stride: Int = 1
        ) -> ConvolutionBlock {
            ConvolutionBlock(
                "\(name).conv", norm: "\(name).bn", inputs: inputs, outputs: outputs, kernel: kernel,
                stride: stride, activation: .leakyRelu)
        }
        descent = [
            convolution("stem", shape.channels, width, stride: 2),
            convolution("down2", width, 2 * width, stride: 2),
            convolution("down3", 2 * width, 4 * width, stride: 2),
        ]
        fine = DarknetBlock(name: "stage3.0", channels: 4 * width)
        deepen = convolution("down4", 4 * width, 8 * width, stride: 2)
        coarse = (0..<2).map { DarknetBlock(name: "stage4.\($0)", channels: 8 * width) }
        lateral = convolution("lateral", 8 * width, 4 * width, kernel: 1)
        join = convolution("join", 8 * width, 4 * width, kernel: 1)
        refine = DarknetBlock(name: "refine", channels: 4 * width)
        heads = anchors.enumerated().map { scale, sizes in
            OutputConvolution(
                "head\(scale + 3)", inputs: (scale == 0 ? 4 : 8) * width,
                outputs: sizes.count * (5 + shape.classes),
                start: .bias(DetectionPrior.anchor(classes: shape.classes)))
        }
        scales = zip([8, 16], anchors).map { stride, sizes in
            AnchorScale(grid: LocationGrid(stride: stride, shape: shape), anchors: sizes)
        }
    }

    var blocks: [any Block] {
        descent + [fine, deepen] + coarse + [lateral, join, refine] + heads
    }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var pass = try ForwardPass(parameters: parameters, statistics: statistics, mode: mode)
        var x = input
        for block in descent { x = try block(x, &pass) }
        let early = try fine(x, &pass)  // [batch, 4 · width, ⌈height / 8⌉, ⌈width / 8⌉]
        x = try deepen(early, &pass)
        for block in coarse { x = try block(x, &pass) }
        let middle = x  // [batch, 8 · width, ⌈height / 16⌉, ⌈width / 16⌉]
        let size = early.shape
        let raised = try lateral(middle, &pass).interpolated(height: size[2], width: size[3])
        let late = try refine(join(Tensor.concatenated([early, raised], 1), &pass), &pass)
        let found = try zip(zip(scales, heads), [late, middle]).map { part, map in
            try part.0.decoded(part.1(map, pass), .bounded)
        }
        return NetworkOutput(
            output: try Tensor.concatenated(found, 1), statistics: pass.statistics,
            taps: [
                .init(name: "stage3", activation: early), .init(name: "stage4", activation: middle),
                .init(name: "refine", activation: late),
            ])
    }

    func assign(_ boxes: [ObjectBox]) -> [LocationTarget] {
        AnchorAssignment(scales: scales, neighbours: true)(boxes)
    }
}

extension Student {
    private static let width = StudentParameter(
        name: "width", isInteger: true, default: 16, range: 1...128,
        description: "channels at half of the image's size")
    private static let scales = StudentParameter(
        name: "scales", isInteger: true, default: 2, range: 1...2,
        description: "1: boxes at an eighth of the image's size; 2: also at a sixteenth")

    package static let tinyyolo = Student(
        name: "tinyyolo", description: "small one-stage detector with anchors, strides 8 and 16",
        source: "this project, after Redmon & Farhadi 2018", parameters: [width, scales],
        anchorCount: { TinyYOLO.anchorsPerScale * Int($0[scales]) }
    ) { shape, values throws(StudentError) in
        try shape.requireSide(16, for: "tinyyolo")
        let anchors = try shape.anchors(
            scales: Int(values[scales]), each: TinyYOLO.anchorsPerScale, for: "tinyyolo")
        return TinyYOLO(shape: shape, width: Int(values[width]), anchors: anchors)
    }
}
