import Torch

/// YOLOv3 (Redmon & Farhadi 2018): Darknet-53 and three scales of three anchors. Names and numbers are those that
/// PyTorch ports give the layers of the authors' yolov3.cfg (`module_list.N.conv_N`); the finest scale comes first in
/// the output. Clamped exponential decoding.
struct YOLOv3: BlockNetwork, DetectionNetwork {
    static let anchorsPerScale = 3
    private let backbone: Darknet53
    /// From the coarsest to the finest.
    private let branches: [YOLOBranch]
    /// From the finest to the coarsest.
    private let scales: [AnchorScale]

    init(shape: StudentShape, width: Int, anchors: [[AnchorSize]]) {
        var numbering = DarknetNumbering()
        backbone = Darknet53(inputs: shape.channels, width: width, numbering: &numbering)
        branches = [16, 8, 4].map { factor in
            YOLOBranch(
                channels: factor * width, inputs: factor == 16 ? 32 * width : 3 * factor * width,
                isFirst: factor == 16, outputs: Self.anchorsPerScale * (5 + shape.classes),
                start: .bias(DetectionPrior.anchor(classes: shape.classes)), numbering: &numbering)
        }
        scales = zip([8, 16, 32], anchors).map { stride, sizes in
            AnchorScale(grid: LocationGrid(stride: stride, shape: shape), anchors: sizes)
        }
    }

    var blocks: [any Block] { [backbone] + branches }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var pass = try ForwardPass(parameters: parameters, statistics: statistics, mode: mode)
        let stages = try backbone(input, &pass)
        var carried: Tensor?
        var found: [Tensor] = []
        for ((branch, scale), stage) in zip(zip(branches, scales.reversed()), stages.suffix(3).reversed()) {
            let (features, map) = try branch(stage.activation, carried: carried, &pass)
            carried = features
            found.append(try scale.decoded(map, .exponential))
        }
        return NetworkOutput(
            output: try Tensor.concatenated(found.reversed(), 1), statistics: pass.statistics,
            taps: NetworkOutput.spread(stages))
    }

    func assign(_ boxes: [ObjectBox]) -> [LocationTarget] {
        AnchorAssignment(scales: scales, neighbours: false)(boxes)
    }
}

extension Student {
    private static let width = StudentParameter(
        name: "width", isInteger: true, default: 32, range: 1...64,
        description: "channels at full size; 32 is the published network")

    package static let yolov3 = Student(
        name: "yolov3", description: "Darknet-53 with anchors on three scales, strides 8, 16 and 32",
        source: "Redmon & Farhadi 2018", parameters: [width],
        anchorCount: { _ in 3 * YOLOv3.anchorsPerScale }
    ) { shape, values throws(StudentError) in
        try shape.requireSide(32, for: "yolov3")
        let anchors = try shape.anchors(scales: 3, each: YOLOv3.anchorsPerScale, for: "yolov3")
        return YOLOv3(shape: shape, width: Int(values[width]), anchors: anchors)
    }
}
