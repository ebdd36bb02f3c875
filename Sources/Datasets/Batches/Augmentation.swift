/// A random change of training images that leaves what they show as it is.
///
/// An augmentation draws a `Placement`, a `Framing` or a `FrameMove`; pixels are moved once, by the composition of all. What is drawn
/// depends on the seed, the augmentation, the epoch and the example alone: not on the batch (but for `mosaic` and
/// `mixup`, which show others of it), nor on other augmentations.
package struct Augmentation: Sendable {
    /// As a job specification names it.
    package let name: String
    /// What it does, for people.
    package let summary: String
    /// For images with a class each; nil where it is not for those.
    let place: (@Sendable (inout Placement, ImageShape, inout RandomSource) -> Void)?
    /// For images with a class each: the place in the batch of another image that is mixed in, and the image's own share;
    /// nil where it mixes nothing.
    var mix: (@Sendable (_ batch: Int, inout RandomSource) -> (partner: Int, share: Float))?
    /// For images with a mask each; nil where it is not for those.
    let frame: (@Sendable (inout Framing, inout RandomSource) -> Void)?
    /// For images with boxes; nil where it is not for those.
    let boxes: BoxChange?

    /// What it is for.
    package var tasks: [DatasetTask] {
        (place == nil && mix == nil ? [] : [.classification]) + (boxes == nil ? [] : [.detection])
            + (frame == nil ? [] : [.segmentation])
    }

    /// The augmentations of these names.
    /// - Throws: `invalidChoice` for a name that is unknown, repeated or not for this task.
    package static func named(
        _ names: [String], task: DatasetTask = .classification
    ) throws(DatasetError) -> [Augmentation] {
        let offered = all.filter { $0.tasks.contains(task) }
        var result: [Augmentation] = []
        for name in names {
            guard let augmentation = offered.first(where: { $0.name == name }),
                !result.contains(where: { $0.name == name })
            else {
                throw .invalidChoice(
                    name: "augmentation", found: names.map { "'\($0)'" }.joined(separator: ", "),
                    allowed: offered.map(\.name).joined(separator: ", ") + ", each at most once")
            }
            result.append(augmentation)
        }
        return result
    }
}
