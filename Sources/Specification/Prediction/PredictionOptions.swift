/// What is left out of an answer. A mask is always whole.
package struct PredictionOptions: Codable, Sendable, Equatable {
    /// Classes and boxes are more likely than this.
    package static let thresholds = 0.0...1.0
    /// Classes or boxes of one answer.
    package static let limits = 1...1000

    /// nil: all classes, 0.25 for boxes.
    package var threshold: Double?
    /// nil: all classes, 100 boxes.
    package var limit: Int?

    package init(threshold: Double? = nil, limit: Int? = nil) {
        self.threshold = threshold
        self.limit = limit
    }
}
