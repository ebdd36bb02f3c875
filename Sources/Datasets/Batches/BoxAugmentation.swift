/// A random change of training images for detection, which moves the boxes as it moves the pixels.
///
/// What is drawn depends on the seed, the augmentation, the epoch and the example (and for `mosaic` on the other examples
/// of the batch); the order in which augmentations are named makes no difference.
package struct BoxAugmentation: Sendable {
    enum Kind: Sendable {
        /// Says anew what the input shows for an example of a batch.
        case arrangement(
            @Sendable (
                _ index: Int, _ batch: [Int], ImageShape, _ example: (Int) -> DetectionExample,
                inout RandomSource
            ) -> [ImageTile])
        /// Moves all that the input shows.
        case move(@Sendable (inout FrameMove, ImageShape, inout RandomSource) -> Void)
    }

    package let name: String
    package let summary: String
    let kind: Kind

    /// Every one, by name.
    package static let all: [BoxAugmentation] = [
        .crop,
        .flip,
        .mosaic,
        .scale,
    ]

    /// In the order of `all`. - Throws: `invalidChoice` for an unknown name or a repeated one.
    static func named(_ names: [String]) throws(DatasetError) -> [BoxAugmentation] {
        let known = all.map(\.name)
        guard Set(names).count == names.count, Set(names).isSubset(of: known) else {
            throw .invalidChoice(
                name: "augmentation", found: names.map { "'\($0)'" }.joined(separator: ", "),
                allowed: known.joined(separator: ", ") + ", each at most once")
        }
        return all.filter { names.contains($0.name) }
    }
}
