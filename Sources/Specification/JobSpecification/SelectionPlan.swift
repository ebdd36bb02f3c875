/// Which metrics the loss is composed of, by how sure it is that they help.
package struct SelectionPlan: Codable, Sendable, Equatable {
    /// Confidence at which a metric is selected.
    package var threshold: Double
    /// Metrics that are selected at least.
    package var minimum: Int
    /// Teaching steps before the first selection.
    package var warmup: Int
}
