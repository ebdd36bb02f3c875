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
