/// A metric that the loss of a student may be composed of.
package struct MetricDescription: Codable, Sendable, Equatable {
    package var name: String
    package var task: TaskKind
    /// What part of the output it judges: metrics of one group compete, groups add up.
    package var group: String
    package var formula: String
    /// Where it comes from, a publication as a rule: `Lin et al. 2017`.
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
