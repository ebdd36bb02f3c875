/// What a user asks for: one student, trained on one data set, taught in one way. Every default is filled in, so
/// a stored specification says all that the training depends on.
package struct JobSpecification: Codable, Sendable, Equatable {
    package var task: TaskKind
    package var name: String?
    package var metadata: [String: String]
    package var dataset: DatasetSelection
    package var student: StudentSelection
    package var training: TrainingPlan
    package var teaching: TeachingPlan
    package var limits: JobLimits
    package var priority: Int
    package var maxAttempts: Int
    /// Who is told of the job's end.
    package var notify: NotificationPlan?
}

package enum TaskKind: String, Codable, Sendable, CaseIterable {
    case classification, segmentation, detection
}

/// Which data set, and what is done to its training split before anything is learned from it.
package struct DatasetSelection: Codable, Sendable, Equatable {
    package var name: String
    /// Share of training labels that are replaced by another class.
    package var labelNoise: Double
    /// Classification only.
    package var labelNoiseKind: LabelNoiseKind?
    /// Ratio of the most to the least frequent class of an exponential long tail; 1 leaves the classes as they are.
    package var imbalanceFactor: Double
    /// A fraction (at most 1) or a number of examples (above 1) of those that train (for segmentation and
    /// detection of the training and the validation split together); nil takes all.
    package var subset: Double?
    /// `[height, width]` of the student's input, to which images are brought; nil takes what suits the data set.
    /// Segmentation and detection only.
    package var imageSize: [Int]?
    /// What is done with boxes that leave their image, are empty or of an unknown category. Detection only.
    package var invalidBoxes: InvalidBoxPolicy?
}

package enum LabelNoiseKind: String, Codable, Sendable, CaseIterable {
    /// Each other class as often.
    case symmetric
    /// The next class, the last the first.
    case asymmetric
}

package enum InvalidBoxPolicy: String, Codable, Sendable, CaseIterable {
    /// The job fails and names them.
    case refuse
    /// What lies in the image is kept, the rest dropped, and both are logged.
    case clip
}

package struct StudentSelection: Codable, Sendable, Equatable {
    package var architecture: String
    package var parameters: [String: JSONValue]
    /// Of the TorchScript module that the student is; nil for an architecture of the engine's own.
    package var sha256: String?

    /// Whether it is code that a user has written.
    package var isScript: Bool { sha256 != nil }
}

package struct TrainingPlan: Codable, Sendable, Equatable {
    package var epochs: Int
    package var batchSize: Int
    package var optimizer: OptimizerSelection
    package var schedule: String
    package var warmupEpochs: Double
    package var augmentation: [String]
    package var seed: Int
    package var device: String
    package var precision: Precision
    /// Epochs from one evaluation on the test split to the next; the last epoch always has one.
    package var evaluationInterval: Int
}

extension TrainingPlan {
    /// Specifications that were stored before there was an `evaluation_interval` had every epoch evaluated.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            epochs: try container.decode(Int.self, forKey: .epochs),
            batchSize: try container.decode(Int.self, forKey: .batchSize),
            optimizer: try container.decode(OptimizerSelection.self, forKey: .optimizer),
            schedule: try container.decode(String.self, forKey: .schedule),
            warmupEpochs: try container.decode(Double.self, forKey: .warmupEpochs),
            augmentation: try container.decode([String].self, forKey: .augmentation),
            seed: try container.decode(Int.self, forKey: .seed),
            device: try container.decode(String.self, forKey: .device),
            precision: try container.decode(Precision.self, forKey: .precision),
            evaluationInterval: try container.decodeIfPresent(Int.self, forKey: .evaluationInterval) ?? 1)
    }
}

package enum Precision: String, Codable, Sendable, CaseIterable {
    case float32, float64
}

package struct OptimizerSelection: Codable, Sendable, Equatable {
    package enum Name: String, Codable, Sendable, CaseIterable {
        case sgd, adam, adamw
    }

    package var name: Name
    package var learningRate: Double
    package var weightDecay: Double
    /// SGD only; nil for the others, as the next three are nil for SGD.
    package var momentum: Double?
    package var nesterov: Bool?
    package var beta1: Double?
    package var beta2: Double?
    package var epsilon: Double?
}

package struct TeachingPlan: Codable, Sendable, Equatable {
    package enum Method: String, Codable, Sendable, CaseIterable {
        /// The task's reference loss on all training examples: the honest baseline.
        case reference
        /// All metrics at equal weights.
        case uniform
        /// The metrics at given weights.
        case fixed
        /// Learning to teach with a dynamic fused metric.
        case dfm
        /// `dfm` with a teacher that forgets all from one teaching step to the next.
        case dfmWithoutMemory = "dfm-without-memory"
        /// `dfm` with every metric in, always.
        case dfmWithoutSelection = "dfm-without-selection"
        /// `dfm` with a teacher that sees the metrics' values and the progress, nothing else.
        case dfmWithoutStatistics = "dfm-without-statistics"
        /// Learned log-variances (Kendall, Gal & Cipolla 2018).
        case uncertainty
        /// Learning to teach with dynamic loss functions (Wu et al. 2018).
        case dynamicLossFunctions = "l2t-dlf"
        /// A learned loss network, moved by a coordinate-wise LSTM (after Hai et al. 2023).
        case dynamicLossNetwork = "l2t-dln"
    }

    package enum Granularity: String, Codable, Sendable, CaseIterable {
        /// The weights are those of all examples of a batch.
        case batch
        /// In a teaching step each example has a weight of its own beside them.
        case sample
    }

    package var method: Method
    package var metrics: [String]
    /// `fixed` only: weight by metric, summing to 1.
    package var weights: [String: Double]?
    /// Student steps from one teaching step to the next.
    package var interval: Int
    /// Student steps through which the effect of a teaching step's weights is followed; at most `interval`.
    package var horizon: Int
    package var granularity: Granularity
    package var objective: String
    package var holdout: HoldoutPlan
    package var selection: SelectionPlan
    package var teacher: TeacherPlan
}

extension TeachingPlan {
    /// Specifications that were stored before there were a `horizon` and a `granularity` looked one step ahead and weighed
    /// batches.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            method: try container.decode(Method.self, forKey: .method),
            metrics: try container.decode([String].self, forKey: .metrics),
            weights: try container.decodeIfPresent([String: Double].self, forKey: .weights),
            interval: try container.decode(Int.self, forKey: .interval),
            horizon: try container.decodeIfPresent(Int.self, forKey: .horizon) ?? 1,
            granularity: try container.decodeIfPresent(Granularity.self, forKey: .granularity) ?? .batch,
            objective: try container.decode(String.self, forKey: .objective),
            holdout: try container.decode(HoldoutPlan.self, forKey: .holdout),
            selection: try container.decode(SelectionPlan.self, forKey: .selection),
            teacher: try container.decode(TeacherPlan.self, forKey: .teacher))
    }
}

package struct HoldoutPlan: Codable, Sendable, Equatable {
    package enum Mode: String, Codable, Sendable, CaseIterable {
        case fixed, rotating
        /// Nothing is held out: the batch that trains next teaches before it does.
        case nextBatch = "next_batch"
        /// The data set's own validation split teaches.
        case validation
        /// A fraction that label noise leaves alone: a part of it teaches in each epoch, in turn, and the others train.
        /// Classification only.
        case trusted
        /// The training split of another data set teaches, a part of it in each epoch, in turn; the others train.
        /// Classification only.
        case dataset

        /// Whether the teaching examples' labels are right, whatever label noise does to the others.
        package var isTrusted: Bool { self == .trusted || self == .dataset }
        package var isForClassificationOnly: Bool { isTrusted }
    }

    package var mode: Mode
    package var fraction: Double
    /// The other data set's name; nil but for mode `dataset`.
    package var dataset: String?
}

package struct SelectionPlan: Codable, Sendable, Equatable {
    /// Confidence at which a metric is selected.
    package var threshold: Double
    /// Metrics that are selected at least.
    package var minimum: Int
    /// Teaching steps before the first selection.
    package var warmup: Int
}

package struct TeacherPlan: Codable, Sendable, Equatable {
    package var hidden: Int
    package var window: Int
    /// Of the teacher's first update; the u-th has it by √u.
    package var learningRate: Double
    /// Least weight of a selected metric, as a share of an equal weight.
    package var floor: Double
    /// What the entropy of the weights is worth to the teacher, beside a usefulness of root mean square 1.
    package var entropy: Double
    /// What a trained teacher goes by, which this one starts as: its name, the id of the job that trained it, or the
    /// path of its file where there is no service; nil where it starts untrained.
    package var from: String?
    /// Whether it only decides, and never learns.
    package var frozen: Bool
}

extension TeacherPlan {
    /// Specifications that were stored before teachers could be reused, or entropy was worth anything, have neither.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            hidden: try container.decode(Int.self, forKey: .hidden),
            window: try container.decode(Int.self, forKey: .window),
            learningRate: try container.decode(Double.self, forKey: .learningRate),
            floor: try container.decode(Double.self, forKey: .floor),
            entropy: try container.decodeIfPresent(Double.self, forKey: .entropy) ?? 0,
            from: try container.decodeIfPresent(String.self, forKey: .from),
            frozen: try container.decodeIfPresent(Bool.self, forKey: .frozen) ?? false)
    }
}

package struct JobLimits: Codable, Sendable, Equatable {
    /// Of one attempt.
    package var maxSeconds: Double
    package var maxMemoryMb: Int
    /// From the submission to the first attempt; a job that waits longer expires.
    package var startWithinSeconds: Double?
}
