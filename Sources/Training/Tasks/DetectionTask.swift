import Datasets
import Evaluation
import Specification
import Students
import Teaching
import Torch

extension TrainingTask {
    static let detection = TrainingTask(
        kind: .detection,
        description: "boxes around objects, with classes; judged by COCO's average precision",
        teaching: .detection, students: Student.detection, defaultStudent: .tinyyolo,
        defaultDataset: "shapes-detection",
        defaults: TrainingDefaults(
            batchSize: 16, optimizer: .adamw, learningRate: 0.002, weightDecay: 0.01, augmentation: ["flip"]),
        mainScore: "map",
        scores: ["loss", "map", "map50", "map75", "map_large", "map_medium", "map_small"],
        answerScore: "location_accuracy", answerLoss: "cross_entropy"
    ) { specification, catalogue in
        let policy: InvalidBoxes = specification.dataset.invalidBoxes == .clip ? .clip : .refuse
        return try DetectionTaskData(
            catalogue.loadDetection(specification.dataset.name, invalidBoxes: policy),
            specification: specification)
    }
}

/// Images that are read when they are needed, with their boxes. What trains is the training split and, where nothing
/// else is asked for, the validation split.
struct DetectionTaskData: SpatialTaskData {
    private let data: DetectionData
    private let examples: [DetectionExample]
    private let anchors: [AnchorSize]
    let plan: SpatialPlan

    init(_ data: DetectionData, specification: JobSpecification) throws {
        self.data = data
        examples = data.training + data.validation
        plan = try SpatialPlan(
            specification, task: .detection, shape: data.shape, training: data.training.map(\.image),
            validation: data.validation.count)
        let student = try TrainingTask.detection.student(specification.student.architecture)
        let count = student.anchorCount(StudentParameterValues(specification.student))
        anchors = try Self.anchors(data.training, count: count, input: plan.input)
    }

    /// Sizes that the training split's boxes have in the network's input. They depend on the data alone, so that students
    /// of all seeds and methods have the same.
    private static func anchors(
        _ examples: [DetectionExample], count: Int, input: ImageShape
    ) throws -> [AnchorSize] {
        guard count > 0 else { return [] }
        let sizes = examples.flatMap { example in
            let scale = ImageFit(height: example.height, width: example.width, into: input).scale
            return example.boxes.filter { !$0.isCrowd }.map { ($0.width * scale, $0.height * scale) }
        }
        // What is below a pixel of the input has no size to learn.
        .filter { $0.0 >= 1 && $0.1 >= 1 }
        return try AnchorClustering.kMeans(sizes: sizes, count: count, seed: 1).anchors.map {
            AnchorSize(width: $0.width, height: $0.height)
        }
    }

    var classes: [String] { data.classes }
    /// The first of them, and how many more there are: each becomes an event of the job.
    var notes: [String] {
        let shown = 20
        guard data.notes.count > shown else { return data.notes }
        return data.notes.prefix(shown) + ["… and \(data.notes.count - shown) more annotations."]
    }
    var shape: StudentShape { StudentShape(plan.input, classes: data.classes.count, anchors: anchors) }
    var testCount: Int { data.test.count }

    func maker(_ use: DataUse) throws -> any BatchMaker {
        try DetectionBatchMaker(
            examples: use == .test ? data.test : examples, shape: plan.input, normalization: normalization,
            augmentations: use == .training ? plan.augmentations : [], seed: plan.seed,
            isEvaluation: use.isEvaluation)
    }

    /// `[batch, locations, 6]`, see ``OutputLayout/locations``.
    func target(of batch: Batch, for network: any Network) throws -> Tensor {
        guard case .boxes(let targets) = batch.target, let network = network as? any DetectionNetwork else {
            throw TrainingError.wrongTarget
        }
        return try network.target(targets.map { $0.boxes.map { ObjectBox($0) } })
    }

    func judge() -> any Judge { BoxJudge(classes: data.classes) }
}

extension ObjectBox {
    init(_ box: LabelledBox) {
        self.init(
            x1: box.x1, y1: box.y1, x2: box.x2, y2: box.y2, label: box.label, isIgnored: box.isCrowd)
    }
}

/// COCO's average precision of a student's boxes, in pixels of the images as they are stored.
struct BoxJudge: Judge {
    private let classes: [String]
    private var score: DetectionScore
    private let reader = BoxReader()

    init(classes: [String]) {
        self.classes = classes
        score = DetectionScore(classes: classes.count)
    }

    mutating func observe(_ output: Tensor, batch: Batch) throws {
        guard case .boxes(let targets) = batch.target else { throw TrainingError.wrongTarget }
        let answers = try reader.boxes(output, fits: targets.map(\.fit), input: batch.shape)
        for (target, boxes) in zip(targets, answers) {
            try score.observe(truth: target.originals.map { GroundTruthBox($0) }, detections: boxes)
        }
    }

    var scores: Scores {
        let summary = score.summary
        var scores: Scores = [:]
        scores.values["map"] = summary.map ?? 0
        scores.values["map50"] = summary.map50
        scores.values["map75"] = summary.map75
        scores.values["map_small"] = summary.small
        scores.values["map_medium"] = summary.medium
        scores.values["map_large"] = summary.large
        let known = zip(classes, summary.byClass).compactMap { name, value in value.map { (name, $0) } }
        scores.byClass["ap"] = Dictionary(known) { first, _ in first }
        return scores
    }
}

extension GroundTruthBox {
    init(_ box: LabelledBox) {
        self.init(
            x1: box.x1, y1: box.y1, x2: box.x2, y2: box.y2, label: box.label, isCrowd: box.isCrowd,
            area: box.area)
    }
}
