import Datasets
import Specification
import Students
import Teaching
import Torch

extension TrainingTask {
    static let classification = TrainingTask(
        kind: .classification, description: "one class an image; judged by accuracy",
        teaching: .classification, students: Student.classification, defaultStudent: .resnet8,
        defaultDataset: "optdigits", defaults: TrainingDefaults(teacherLearningRate: 0.1, entropy: 0.3),
        mainScore: "accuracy",
        scores: ["accuracy", "loss"],
        answerScore: "accuracy", answerLoss: "loss"
    ) { specification, catalogue in
        try ClassificationTaskData(
            catalogue.load(specification.dataset.name),
            trusted: specification.teaching.holdout.dataset.map { try catalogue.load($0) },
            specification: specification)
    }
}

/// Images in memory with one class each.
struct ClassificationTaskData: TaskData {
    private let data: ImageClassificationData
    private let examples: TrainingExamples
    private let augmentations: [Augmentation]
    private let seed: UInt64
    let normalization: Normalization
    let planner: EpochPlanner
    let notes: [String] = []
    let evaluationBatch: Int

    /// - Parameter trusted: a data set of its own, whose training split teaches, a part in each epoch, and trains.
    init(
        _ data: ImageClassificationData, trusted: ImageClassificationData?, specification: JobSpecification
    ) throws {
        let selection = specification.dataset
        seed = UInt64(specification.training.seed)
        self.data = data
        let holdout = specification.teaching.holdout
        let chosen = try TrainingExamples(
            of: data,
            selection: TrainingSelection(
                subset: selection.subset.map { try Subset($0) }, imbalanceFactor: selection.imbalanceFactor,
                labelNoise: selection.labelNoise,
                noiseKind: selection.labelNoiseKind == .asymmetric ? .asymmetric : .symmetric,
                trusted: holdout.mode == .trusted ? holdout.fraction : nil), seed: seed)
        examples = try trusted.map { try chosen.adding(trusted: $0, to: data) } ?? chosen
        normalization = Normalization(of: data)
        evaluationBatch = Self.evaluationBatch(of: data.shape, batchSize: specification.training.batchSize)
        planner = try EpochPlanner(
            examples: examples, holdout: Holdout(specification.teaching, given: examples.trusted), seed: seed)
        augmentations = try Augmentation.named(specification.training.augmentation)
    }

    /// 500 images of up to 32×32 pixels. Of larger ones as few as have no more pixels together, or as many as train at once, where
    /// that is more: training holds more of each in memory.
    static func evaluationBatch(of shape: ImageShape, batchSize: Int) -> Int {
        let most = 500
        return min(most, max(batchSize, most * 32 * 32 / (shape.height * shape.width)))
    }

    var classes: [String] { data.classes }
    var shape: StudentShape {
        StudentShape(
            channels: data.shape.channels, height: data.shape.height, width: data.shape.width,
            classes: data.classes.count)
    }
    var classShares: [Double]? {
        examples.countsByClass.map { Double($0) / Double(max(1, examples.indices.count)) }
    }
    var testCount: Int { data.test.count }
    var noisyLabels: Int { examples.relabelled.count }

    func maker(_ use: DataUse) throws -> any BatchMaker {
        switch use {
        case .training:
            try BatchAssembler(
                images: examples.images, normalization: normalization, augmentations: augmentations,
                seed: seed)
        case .teaching, .teachingEvaluation:
            try BatchAssembler(images: examples.images, normalization: normalization)
        case .test: try BatchAssembler(images: data.test, normalization: normalization)
        }
    }

    func target(of batch: Batch, for network: any Network) throws -> Tensor {
        switch batch.target {
        case .classes(let labels): return try Tensor(labels, shape: [labels.count])
        case .mixed(let labels, let others, let shares):
            let rows = zip(zip(labels, others), shares).flatMap { [Float($0.0), Float($0.1), $1] }
            return try Tensor(rows, shape: [labels.count, 3])
        case .masks, .boxes: throw TrainingError.wrongTarget
        }
    }

    func judge() -> any Judge { AccuracyJudge() }
}

/// The share of right answers.
struct AccuracyJudge: Judge {
    private var correct = 0
    private var count = 0

    mutating func observe(_ output: Tensor, batch: Batch) throws {
        guard case .classes(let labels) = batch.target else { throw TrainingError.wrongTarget }
        correct += zip(try output.argmax(1).integers(), labels).count { $0 == $1 }
        count += labels.count
    }

    var scores: Scores { ["accuracy": Double(correct) / Double(max(count, 1))] }
}
