/// What an engine can do, as `l2t-engine describe` prints it. The engine is the one authority: the service reads
/// this at its start and validates against it.
package struct Catalogue: Codable, Sendable, Equatable {
    package var engine: EngineDescription
    package var tasks: [TaskDescription]
    package var students: [StudentDescription]
    package var metrics: [MetricDescription]
    package var datasets: [DatasetDescription]
    package var augmentations: [AugmentationDescription]
    /// Of the learning rate.
    package var schedules: [NamedDescription]
    /// Of teaching.
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
