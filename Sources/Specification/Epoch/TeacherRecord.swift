/// The loss of the epoch, as the teacher (or the method's fixed rule) composed it.
package struct TeacherRecord: Codable, Sendable, Equatable {
    /// Mean of ω over the epoch's steps, by metric; they sum to 1.
    package var weights: [String: Double]
    /// Metrics selected at the epoch's end.
    package var selected: [String]
    /// Probability that a metric helps, by metric.
    package var confidence: [String: Double]
    /// By metric, the running mean and deviation of −dL_teach/dω, normalised over the metrics of its group.
    package var usefulness: [String: Spread]
    /// The teacher's own loss at its last update; nil before the first.
    package var loss: Double?
    /// Updates of the teacher since the start of the training.
    package var updates: Int
    /// Teaching time in units of plain training time.
    package var overhead: Double

    package init(
        weights: [String: Double], selected: [String], confidence: [String: Double],
        usefulness: [String: Spread], loss: Double?, updates: Int, overhead: Double
    ) {
        self.weights = weights
        self.selected = selected
        self.confidence = confidence
        self.usefulness = usefulness
        self.loss = loss
        self.updates = updates
        self.overhead = overhead
    }
}
