/// What an engine can do, as `l2t-engine describe` prints it. The engine is the one authority: the service reads
/// this at its start and validates against it.
package struct Catalogue: Codable, Sendable, Equatable {
    package var engine: EngineDescription
    package var tasks: [TaskDescription]
    package var students: [StudentDescription]
    package var metrics: [MetricDescription]
    package var datasets: [DatasetDescription]
    package var augmentations: [AugmentationDescription]
    package var schedules: [NamedDescription]
    package var methods: [NamedDescription]

    package init(
        engine: EngineDescription, tasks: [TaskDescription], students: [StudentDescription],
        metrics: [MetricDescription], datasets: [DatasetDescription],
        augmentations: [AugmentationDescription],
        schedules: [NamedDescription], methods: [NamedDescription]
    ) {
        self.engine = engine
        self.tasks = tasks
        self.students = students
        self.metrics = metrics
        self.datasets = datasets
        self.augmentations = augmentations
        self.schedules = schedules
        self.methods = methods
    }
}

package struct EngineDescription: Codable, Sendable, Equatable {
    package var version: String
    package var libtorch: String
    package var devices: [String]

    package init(version: String, libtorch: String, devices: [String]) {
        self.version = version
        self.libtorch = libtorch
        self.devices = devices
    }
}

/// A task and what it takes when the specification does not say.
package struct TaskDescription: Codable, Sendable, Equatable {
    package var name: TaskKind
    package var description: String
    package var defaultDataset: String
    package var defaultStudent: String
    /// The metrics that plain training adds up: one of each group.
    package var referenceMetrics: [String]
    /// What the teacher may minimise on the teaching examples; the first is the default.
    package var objectives: [String]
    /// The test score that methods are compared by.
    package var mainScore: String
    /// The test scores that are one number, of all classes together.
    package var scores: [String]
    package var defaults: TrainingDefaults

    package init(
        name: TaskKind, description: String, defaultDataset: String, defaultStudent: String,
        referenceMetrics: [String], objectives: [String], mainScore: String,
        scores: [String], defaults: TrainingDefaults = TrainingDefaults()
    ) {
        self.name = name
        self.description = description
        self.defaultDataset = defaultDataset
        self.defaultStudent = defaultStudent
        self.referenceMetrics = referenceMetrics
        self.objectives = objectives
        self.mainScore = mainScore
        self.scores = scores
        self.defaults = defaults
    }
}

package struct StudentDescription: Codable, Sendable, Equatable {
    package var name: String
    package var task: TaskKind
    package var description: String
    package var source: String
    /// The `source` of a TorchScript module that somebody has uploaded.
    package static let uploadSource = "upload"
    package var parameters: [ParameterDescription]
    /// Of a TorchScript module's file, in hexadecimal digits; nil for an architecture of the engine's own.
    package var sha256: String?

    package init(
        name: String, task: TaskKind, description: String, source: String, parameters: [ParameterDescription],
        sha256: String? = nil
    ) {
        self.name = name
        self.task = task
        self.description = description
        self.source = source
        self.parameters = parameters
        self.sha256 = sha256
    }
}

package struct MetricDescription: Codable, Sendable, Equatable {
    package var name: String
    package var task: TaskKind
    /// What part of the output it judges: metrics of one group compete, groups add up.
    package var group: String
    package var formula: String
    package var source: String
    /// Whether it takes part where a specification names no metrics.
    package var isDefault: Bool

    package init(
        name: String, task: TaskKind, group: String = "output", formula: String, source: String,
        isDefault: Bool = true
    ) {
        self.name = name
        self.task = task
        self.group = group
        self.formula = formula
        self.source = source
        self.isDefault = isDefault
    }
}

/// A data set that jobs may name.
package struct DatasetDescription: Codable, Sendable, Equatable {
    package var name: String
    package var task: TaskKind?
    package var format: String
    package var classes: [String]
    /// `[channels, height, width]` of an example.
    package var shape: [Int]
    /// Examples by split: `train`, `test`, and `validation` where there is one.
    package var splits: [String: Int]
    package var source: String
    /// The `source` of an uploaded one.
    package static let uploadSource = "upload"
    /// Why jobs cannot use it; nil where they can.
    package var problem: String?

    package init(
        name: String, task: TaskKind?, format: String, classes: [String], shape: [Int], splits: [String: Int],
        source: String, problem: String? = nil
    ) {
        self.name = name
        self.task = task
        self.format = format
        self.classes = classes
        self.shape = shape
        self.splits = splits
        self.source = source
        self.problem = problem
    }
}

extension DatasetDescription {
    /// Its classes and the size of its examples.
    var spokenContent: String {
        "\(classes.count) \(classes.count == 1 ? "class" : "classes") (\(classes.prefix(10).joined(separator: ", "))"
            + "\(classes.count > 10 ? ", …" : "")) and examples of \(shape.map(String.init).joined(separator: "×"))"
    }
}

/// A random change of training images, and the tasks that have it.
package struct AugmentationDescription: Codable, Sendable, Equatable {
    package var name: String
    package var description: String
    package var tasks: [TaskKind]

    package init(name: String, description: String, tasks: [TaskKind]) {
        self.name = name
        self.description = description
        self.tasks = tasks
    }
}

package struct NamedDescription: Codable, Sendable, Equatable {
    package var name: String
    package var description: String

    package init(name: String, description: String) {
        self.name = name
        self.description = description
    }
}
