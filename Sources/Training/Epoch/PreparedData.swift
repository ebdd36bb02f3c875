import Datasets
import Specification
import Torch

/// The data of one attempt: what trains, what teaches and what tests, ready to be cut into batches.
struct PreparedData {
    let data: ImageClassificationData
    let examples: TrainingExamples
    let normalization: Normalization
    let planner: EpochPlanner
    private let training: BatchAssembler
    private let teaching: BatchAssembler
    private let test: BatchAssembler
    private let batchSize: Int
    /// Student steps of each epoch of the planner's cycle.
    private let stepsOfCycle: [Int]

    /// Examples an evaluation looks at together.
    static let evaluationBatch = 500

    init(_ data: ImageClassificationData, specification: JobSpecification) throws {
        let seed = UInt64(specification.training.seed)
        let selection = specification.dataset
        self.data = data
        examples = try TrainingExamples(
            of: data,
            selection: TrainingSelection(
                subset: selection.subset.map { try Subset($0) }, imbalanceFactor: selection.imbalanceFactor,
                labelNoise: selection.labelNoise), seed: seed)
        normalization = Normalization(of: data)
        planner = try EpochPlanner(
            examples: examples, holdout: Holdout(specification.teaching), seed: seed)
        training = try BatchAssembler(
            images: examples.images, normalization: normalization,
            augmentations: Augmentation.named(specification.training.augmentation), seed: seed)
        teaching = try BatchAssembler(images: examples.images, normalization: normalization)
        test = try BatchAssembler(images: data.test, normalization: normalization)
        batchSize = specification.training.batchSize
        guard data.test.count > 0 else {
            throw TrainingError.tooFewExamples(split: "test", found: 0, needed: 1)
        }
        // Each plan is a shuffle of all examples: made once for both questions.
        let plans = (0..<planner.cycle).map { [planner] in planner.plan(epoch: $0).training }
        stepsOfCycle = try plans.map { [batchSize] in try BatchPlan.batches(of: $0, size: batchSize).count }
        let smallest = plans.map(\.count).min() ?? 0
        guard smallest >= 2 else {
            throw TrainingError.tooFewExamples(split: "training", found: smallest, needed: 2)
        }
    }

    /// Student steps of each of `epochs` epochs.
    func steps(epochs: Int) -> [Int] {
        (0..<epochs).map { stepsOfCycle[$0 % stepsOfCycle.count] }
    }

    func batches(_ plan: EpochPlan) throws -> [[Int]] {
        try BatchPlan.batches(of: plan.training, size: batchSize)
    }

    /// Training batches, prepared ahead.
    func loader(_ batches: [[Int]], epoch: Int) -> BatchLoader {
        BatchLoader(maker: training, batches: batches, epoch: epoch)
    }

    /// The teaching batch of the `turn`-th teaching step: as large as a training batch, going round the epoch's
    /// teaching examples.
    func teachingBatch(_ plan: EpochPlan, turn: Int) throws -> Batch {
        let count = plan.teaching.count
        let size = min(batchSize, count)
        return try teaching.batch((0..<size).map { plan.teaching[(turn * size + $0) % count] })
    }

    func teachingEvaluation(_ plan: EpochPlan) throws -> BatchLoader {
        let batches = try BatchPlan.batches(of: plan.teaching, size: Self.evaluationBatch)
        return BatchLoader(maker: teaching, batches: batches)
    }

    func testEvaluation() throws -> BatchLoader {
        let batches = try BatchPlan.batches(of: Array(0..<data.test.count), size: Self.evaluationBatch)
        return BatchLoader(maker: test, batches: batches)
    }
}

extension Holdout {
    /// Methods that learn nothing from teaching examples train on all.
    init(_ teaching: TeachingPlan) {
        switch (teaching.method, teaching.holdout.mode) {
        case (.dfm, .fixed): self = .fixed(fraction: teaching.holdout.fraction)
        case (.dfm, .rotating): self = .rotating(fraction: teaching.holdout.fraction)
        case (.reference, _), (.uniform, _), (.fixed, _): self = .none
        }
    }
}
