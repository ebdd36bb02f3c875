import Torch

/// Predicted boxes and the boxes that they should be, in pixels; every tensor is `[boxes]`.
///
/// Corners that are further out than a million pixels count as there, and a box whose corners are the wrong way round
/// has a width or height of 0: whatever is predicted, areas stay finite.
struct BoxPairs {
    struct Corners {
        let left: Tensor
        let top: Tensor
        let right: Tensor
        let bottom: Tensor

        /// - Parameter boxes: `[boxes, 4]`.
        init(_ boxes: Tensor) throws {
            left = try boxes.selected(1, 0)
            top = try boxes.selected(1, 1)
            right = try boxes.selected(1, 2)
            bottom = try boxes.selected(1, 3)
        }

        func width() throws -> Tensor { try right - left }
        func height() throws -> Tensor { try bottom - top }
    }

    let predicted: Corners
    let target: Corners

    /// - Parameters: predicted, target `[boxes, 4]`, corners x₁, y₁, x₂, y₂.
    init(predicted: Tensor, target: Tensor) throws {
        self.predicted = try Corners(predicted.clamped(min: -1e6, max: 1e6))
        self.target = try Corners(target)
    }
}
