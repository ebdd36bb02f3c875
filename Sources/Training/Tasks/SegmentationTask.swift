import Datasets
import Evaluation
import Specification
import Students
import Teaching
import Torch

extension TrainingTask {
    static let segmentation = TrainingTask(
        kind: .segmentation, description: "a class for each pixel; judged by mean intersection over union",
        teaching: .segmentation, students: Student.segmentation, defaultStudent: .unet,
        defaultDataset: "shapes-segmentation",
        defaults: TrainingDefaults(
            batchSize: 8, optimizer: .adamw, learningRate: 0.002, weightDecay: 0.01, augmentation: ["flip"]),
        mainScore: "mean_iou", scores: ["loss", "mean_iou", "pixel_accuracy"], answerScore: "pixel_accuracy",
        answerLoss: "loss"
    ) { specification, catalogue in
        try SegmentationTaskData(
            catalogue.loadSegmentation(specification.dataset.name), specification: specification)
    }
}

/// Images and masks that are read when they are needed. What trains is the training split and, where nothing else is
/// asked for, the validation split.
struct SegmentationTaskData: SpatialTaskData {
    private let data: SegmentationData
    private let examples: [SegmentationExample]
    let plan: SpatialPlan

    init(_ data: SegmentationData, specification: JobSpecification) throws {
        self.data = data
        examples = data.training + data.validation
        plan = try SpatialPlan(
            specification, task: .segmentation, shape: data.shape, training: data.training.map(\.image),
            validation: data.validation.count)
    }

    var classes: [String] { data.classes }
    var colors: [[UInt8]]? { data.colors }
    var notes: [String] { data.notes }
    var shape: StudentShape { StudentShape(plan.input, classes: data.classes.count) }
    var testCount: Int { data.test.count }

    func maker(_ use: DataUse) throws -> any BatchMaker {
        try SegmentationBatchMaker(
            examples: use == .test ? data.test : examples, shape: plan.input, normalization: normalization,
            augmentations: use == .training ? plan.augmentations : [], seed: plan.seed,
            isEvaluation: use.isEvaluation)
    }

    func target(of batch: Batch, for network: any Network) throws -> Tensor {
        guard case .masks(let classes, _) = batch.target else { throw TrainingError.wrongTarget }
        return try Tensor(classes, shape: [batch.count, batch.shape.height, batch.shape.width])
    }

    func judge() -> any Judge { MaskJudge(classes: data.classes) }
}

/// Intersections over unions of a student's masks, in the size in which the masks are stored.
struct MaskJudge: Judge {
    private let classes: [String]
    private var score: SegmentationScore

    init(classes: [String]) {
        self.classes = classes
        score = SegmentationScore(classes: classes.count)
    }

    mutating func observe(_ output: Tensor, batch: Batch) throws {
        guard case .masks(_, let originals) = batch.target else { throw TrainingError.wrongTarget }
        for (index, original) in originals.enumerated() {
            let mask = try ClassMask(
                logits: output.narrowed(0, index, 1), height: original.height, width: original.width)
            try score.observe(labels: original.classes, answers: mask.classes, void: ClassMask.void)
        }
    }

    var scores: Scores {
        var scores: Scores = [:]
        scores.values["pixel_accuracy"] = score.pixelAccuracy
        scores.values["mean_iou"] = score.meanIntersectionOverUnion
        let known = zip(classes, score.intersectionOverUnion).compactMap { name, value in
            value.map { (name, $0) }
        }
        scores.byClass["iou"] = Dictionary(known) { first, _ in first }
        return scores
    }
}

extension ClassMask {
    /// The most likely class of each pixel, the logits interpolated to the mask's size: class by class, since a mask may
    /// be as large as an image file can be. Of equal logits the first class counts.
    /// - Parameter logits: `[1, classes, height, width]` of a student.
    init(logits: Tensor, height: Int, width: Int) throws {
        let isSized = logits.shape[2] == height && logits.shape[3] == width
        func plane(_ label: Int) throws -> Tensor {
            let plane = try logits.narrowed(1, label, 1)
            return try isSized ? plane : plane.interpolated(height: height, width: width, .bilinear())
        }
        var best = try plane(0)
        var answers = try best.zerosLike()
        for label in 1..<logits.shape[1] {
            let next = try plane(label)
            let isHigher = try next.greater(than: best)
            answers = try answers.maximum(with: isHigher.to(type: best.type) * Double(label))
            best = try best.maximum(with: next)
        }
        try self.init(height: height, width: width, classes: answers.to(type: .uint8).bytes())
    }
}
