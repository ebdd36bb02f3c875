/// A random change of training images that leaves their class as it is.
///
/// An augmentation draws a `Placement`; pixels are moved once, by the composition of all. What is drawn
/// depends on the seed, the augmentation, the epoch and the example alone: not on the batch, nor on other
/// augmentations.
package struct Augmentation: Sendable {
    /// As a job specification names it.
    package let name: String
    package let summary: String
    let draw: @Sendable (inout Placement, ImageShape, inout RandomSource) -> Void

    /// The augmentations of these names. - Throws: `invalidChoice` for an unknown name or a repeated one.
    package static func named(_ names: [String]) throws(DatasetError) -> [Augmentation] {
        var result: [Augmentation] = []
        for name in names {
            guard let augmentation = all.first(where: { $0.name == name }),
                !result.contains(where: { $0.name == name })
            else {
                throw .invalidChoice(
                    name: "augmentation", found: names.map { "'\($0)'" }.joined(separator: ", "),
                    allowed: all.map(\.name).joined(separator: ", ") + ", each at most once")
            }
            result.append(augmentation)
        }
        return result
    }
}
