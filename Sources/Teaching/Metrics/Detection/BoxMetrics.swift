import Torch

/// Metrics of boxes: means over the locations with an object, 0 where a batch has none.
///
/// In the symbols B predicted box, B* target, I and U the areas of their intersection and union, C the smallest box
/// around both, (x, y) a centre, w and h a width and a height.
extension Metric {
    /// The group of the metrics of boxes.
    package static let boxes = "box"

    package static let boxIoU = Metric(
        name: "box_iou", formula: "1 − I/U", source: "Yu et al. 2016, linear form", group: boxes
    ) { input in
        try input.locations().mean(1 - input.boxOverlap().ratio)
    }

    package static let boxGIoU = Metric(
        name: "box_giou", formula: "1 − I/U + (|C| − U)/|C|", source: "Rezatofighi et al. 2019", group: boxes
    ) { input in
        let overlap = try input.boxOverlap()
        // 1 − I/U + 1 − U/|C|
        let around = try overlap.enclosingWidth * overlap.enclosingHeight
        return try input.locations().mean(2 - overlap.ratio - overlap.union / around)
    }

    package static let boxDIoU = Metric(
        name: "box_diou", formula: "1 − I/U + ((x − x*)² + (y − y*)²) / (w_C² + h_C²)",
        source: "Zheng et al. 2020", group: boxes
    ) { input in
        try input.locations().mean(input.distanceLoss())
    }

    package static let boxCIoU = Metric(
        name: "box_ciou",
        formula: "box_diou + αv, v = (4/π²)(atan w*/h* − atan w/h)², α = v/(1 − I/U + v) as a constant",
        source: "Zheng et al. 2020", group: boxes
    ) { input in
        let boxes = try input.locations().boxes
        let angle = try (boxes.target.width() / boxes.target.height().clamped(min: leastSide)).atan()
        let width = try boxes.predicted.width().clamped(min: leastSide)
        let height = try boxes.predicted.height().clamped(min: leastSide)
        let v = try (angle - (width / height).atan()).square() * (4 / (Double.pi * Double.pi))
        let constant = try v.detached()
        let alpha = try constant / (1 - input.boxOverlap().ratio.detached() + constant).clamped(min: 1e-12)
        return try input.locations().mean(input.distanceLoss() + alpha * v)
    }

    /// Sides of a box below this many pixels have no shape to compare.
    private static let leastSide = 1e-3

    package static let boxSmoothL1 = Metric(
        name: "box_smooth_l1",
        formula:
            "Σ_d smooth(d), d = (x − x*)/w*, (y − y*)/h*, log w/w*, log h/h*; smooth(d) = 4.5 d² for |d| < 1/9, "
            + "else |d| − 1/18",
        source: "Girshick 2015, Ren et al. 2015", group: boxes
    ) { input in
        let boxes = try input.locations().boxes
        // A target of less than a pixel counts as one.
        let width = try boxes.target.width().clamped(min: 1)
        let height = try boxes.target.height().clamped(min: 1)
        let shift = try boxes.predicted.centreShift(from: boxes.target)
        let offsets = [
            try shift.x / width, try shift.y / height,
            try logarithm(boxes.predicted.width() / width), try logarithm(boxes.predicted.height() / height),
        ]
        return try input.locations().mean(smoothed(Tensor.stacked(offsets, 1)).sum([1]))
    }

    /// log r, below r = 1/100 continued by its tangent, so that a box without a size is still pulled open.
    private static func logarithm(_ r: Tensor) throws -> Tensor {
        let least = 0.01
        return try r.clamped(min: least).log() + (r / least).clamped(max: 1) - 1
    }

    /// m(|d| − m/2)/border with m = min(|d|, border): quadratic inside the border, linear outside.
    private static func smoothed(_ d: Tensor) throws -> Tensor {
        let border = 1.0 / 9
        let size = try d.abs()
        let m = try size.clamped(max: border)
        return try m * size.adding(m, scale: -0.5) / border
    }
}

extension MetricInput {
    /// 1 − I/U + ((x − x*)² + (y − y*)²) / (w_C² + h_C²): `[objects]`.
    fileprivate func distanceLoss() throws -> Tensor {
        try once("distance loss") {
            let overlap = try boxOverlap()
            let boxes = try locations().boxes
            let shift = try boxes.predicted.centreShift(from: boxes.target)
            let distance = try shift.x.square() + shift.y.square()
            let diagonal = try overlap.enclosingWidth.square() + overlap.enclosingHeight.square()
            return try 1 - overlap.ratio + distance / diagonal
        }
    }
}

extension BoxPairs.Corners {
    /// From the centre of `other` to this one's.
    fileprivate func centreShift(from other: Self) throws -> (x: Tensor, y: Tensor) {
        (
            x: try (left + right - other.left - other.right) * 0.5,
            y: try (top + bottom - other.top - other.bottom) * 0.5
        )
    }
}
