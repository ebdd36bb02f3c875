import Torch

/// The classes of a batch's images, of mixed ones both (``OutputLayout/classes``).
struct ClassTargets {
    /// `[batch]`, class ids.
    let classes: Tensor
    /// Nil where nothing is mixed: the other classes, and the shares of the first, `[batch]`.
    let mixed: (others: Tensor, shares: Tensor)?

    init(_ target: Tensor) throws {
        guard target.rank == 2 else {
            classes = target
            mixed = nil
            return
        }
        classes = try target.selected(1, 0).to(type: .int64)
        mixed = (try target.selected(1, 1).to(type: .int64), try target.selected(1, 2))
    }
}
