import Torch

/// FCOS (Tian et al. 2019), a detector without anchors, on a small ResNet-18 with a feature pyramid at strides 8, 16 and
/// 32, under torchvision's names. Each location gives its distances to a box's four sides, softplus(t) · stride: always
/// positive, and growing no faster than t. There is no centre-ness branch: the objectness logit, which this layout asks
/// for, sits in its place beside the distances, and centre sampling keeps poor locations out.
struct FCOS: BlockNetwork, DetectionNetwork {
    private static let strides = [8, 16, 32]
    private let backbone: ResidualBackbone
    private let pyramid: FeaturePyramid
    private let classTower: DetectionTower
    private let classLogits: OutputConvolution
    private let boxTower: DetectionTower
    private let distances: OutputConvolution
    private let objectness: OutputConvolution
    private let shape: StudentShape

    init(shape: StudentShape, width: Int) {
        self.shape = shape
        let channels = 4 * width
        backbone = ResidualBackbone(name: "backbone.body", inputs: shape.channels, width: width)
        pyramid = FeaturePyramid(
            name: "backbone.fpn", inputs: Array(backbone.channels.dropFirst()), outputs: channels)
        let (classes, boxes) = ("head.classification_head", "head.regression_head")
        classTower = DetectionTower(name: "\(classes).conv", channels: channels, depth: 2)
        classLogits = OutputConvolution(
            "\(classes).cls_logits", inputs: channels, outputs: shape.classes, kernel: 3, start: .bias([0]))
        boxTower = DetectionTower(name: "\(boxes).conv", channels: channels, depth: 2)
        // Four strides at first: where an upper scale's range begins, and the middle of the lowest one's.
        distances = OutputConvolution(
            "\(boxes).bbox_reg", inputs: channels, outputs: 4, kernel: 3, start: .bias([3.98]))
        objectness = OutputConvolution(
            "\(boxes).objectness", inputs: channels, outputs: 1, kernel: 3,
            start: .bias([DetectionPrior.objectness]))
    }

    var blocks: [any Block] {
        [backbone, pyramid, classTower, classLogits, boxTower, distances, objectness]
    }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var pass = try ForwardPass(parameters: parameters, statistics: statistics, mode: mode)
        let taps = try backbone(input, &pass)
        let maps = try pyramid(taps.dropFirst().map(\.activation), pass)
        let found = try zip(Self.strides, maps).map { try decoded($1, stride: $0, pass) }
        return NetworkOutput(
            output: try Tensor.concatenated(found, 1), statistics: pass.statistics,
            taps: NetworkOutput.spread(taps))
    }

    /// `[batch, channels, rows, columns]` → `[batch, rows · columns, 5 + classes]`
    private func decoded(_ map: Tensor, stride: Int, _ pass: ForwardPass) throws -> Tensor {
        func rows(_ x: Tensor) throws -> Tensor {
            // The batch size follows from the others: a traced network takes batches of any size.
            try x.permuted([0, 2, 3, 1]).reshaped([-1, x.shape[2] * x.shape[3], x.shape[1]])
        }
        let features = try boxTower(map, pass)
        let reach = try rows(distances(features, pass)).softplus() * Double(stride)
        let middle = try LocationGrid(stride: stride, map: map).centres(like: map)
        return try Tensor.concatenated(
            [
                middle - reach.narrowed(2, 0, 2), middle + reach.narrowed(2, 2, 2),
                rows(objectness(features, pass)), rows(classLogits(classTower(map, pass), pass)),
            ], 2)
    }

    /// Objects of up to 64, of 64 to 128 and of more pixels from the location to their farthest side.
    func assign(_ boxes: [ObjectBox]) -> [LocationTarget] {
        let ranges = [0..<64, 64..<128, 128..<Double.infinity]
        return PointAssignment(
            scales: zip(Self.strides, ranges).map { stride, range in
                .init(grid: LocationGrid(stride: stride, shape: shape), range: range)
            })(boxes)
    }
}

extension Student {
    private static let width = StudentParameter(
        name: "width", isInteger: true, default: 16, range: 1...64,
        description: "channels of the backbone's first stage; the pyramid has four times as many")

    package static let fcos = Student(
        name: "fcos", description: "anchor-free detector on a small residual feature pyramid",
        source: "Tian et al. 2019", parameters: [width]
    ) { shape, values throws(StudentError) in
        try shape.requireSide(32, for: "fcos")
        return FCOS(shape: shape, width: Int(values[width]))
    }
}
