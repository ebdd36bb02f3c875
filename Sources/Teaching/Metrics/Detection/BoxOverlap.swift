import Torch

/// How predicted boxes lie over the boxes that they should be; every tensor is `[boxes]`.
struct BoxOverlap {
    /// I / U.
    let ratio: Tensor
    /// U, the area that one of both covers.
    let union: Tensor
    /// Width and height of the smallest box around both.
    let enclosingWidth: Tensor
    let enclosingHeight: Tensor

    init(_ boxes: BoxPairs) throws {
        let a = boxes.predicted
        let b = boxes.target
        let width = try (a.right.minimum(with: b.right) - a.left.maximum(with: b.left)).clamped(min: 0)
        let height = try (a.bottom.minimum(with: b.bottom) - a.top.maximum(with: b.top)).clamped(min: 0)
        let intersection = try width * height
        let own = try a.width().clamped(min: 0) * a.height().clamped(min: 0)
        union = try (own + b.width() * b.height() - intersection).clamped(min: 1e-6)
        ratio = try intersection / union
        enclosingWidth = try (a.right.maximum(with: b.right) - a.left.minimum(with: b.left))
            .clamped(min: 1e-3)
        enclosingHeight = try (a.bottom.maximum(with: b.bottom) - a.top.minimum(with: b.top))
            .clamped(min: 1e-3)
    }
}

extension MetricInput {
    func boxOverlap() throws -> BoxOverlap {
        try once("box overlap") { try BoxOverlap(locations().boxes) }
    }
}
