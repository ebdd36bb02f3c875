/// What a TorchScript module holds, as far as it can be told without data.
package struct ScriptFacts: Codable, Sendable, Equatable {
    /// Numbers that are trained.
    package var parameters: Int
    /// Numbers in its buffers, and in parameters that are kept as they are.
    package var statistics: Int

    package init(parameters: Int, statistics: Int) {
        self.parameters = parameters
        self.statistics = statistics
    }
}

extension StudentDescription {
    /// A module that jobs of a task can name.
    package init(script facts: ScriptFacts, name: String, task: TaskKind, source: String, sha256: String) {
        self.init(
            name: name, task: task,
            description: "TorchScript module with \(facts.parameters) parameters"
                + (facts.statistics > 0 ? " and \(facts.statistics) numbers that are not trained" : ""),
            source: source, parameters: [], sha256: sha256)
    }

    /// The tasks whose students can be modules: what they answer says all that is asked of them. A detector's answers do
    /// not say which of its locations is responsible for which object.
    package static let scriptTasks: [TaskKind] = [.classification, .segmentation]
}
