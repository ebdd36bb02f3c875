import Datasets
import Specification

/// What a specification makes of images that are read when they are needed: the training and the validation split of a
/// task with masks or boxes.
struct SpatialPlan {
    let seed: UInt64
    let evaluationBatch: Int
    /// The network's input.
    let input: ImageShape
    let augmentations: [Augmentation]
    let normalization: Normalization
    let planner: EpochPlanner

    /// - Parameters: shape: of the images; training: those of the split; validation: how many its split has.
    init(
        _ specification: JobSpecification, task: DatasetTask, shape: ImageShape, training: [ImageSource],
        validation: Int
    ) throws {
        seed = UInt64(specification.training.seed)
        // No larger than what training holds in memory.
        evaluationBatch = min(16, specification.training.batchSize)
        input = ImageShape(shape, resizedTo: specification.dataset.imageSize)
        augmentations = try Augmentation.named(specification.training.augmentation, task: task)
        normalization = try Normalization(sampling: training)
        planner = try EpochPlanner(specification, training: training.count, validation: validation)
    }
}
