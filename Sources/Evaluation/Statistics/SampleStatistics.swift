/// Mean and spread of one number over seeds.
package struct SampleStatistics: Codable, Sendable, Equatable {
    package let count: Int
    package let mean: Double
    /// The sample's, √(Σ(x − mean)²/(n − 1)); nil for one value.
    package let deviation: Double?
    /// Of the mean; nil for one value.
    package let interval: ConfidenceInterval?

    /// - Throws: `noValues`, `notFinite`.
    package init(_ values: [Double]) throws(EvaluationError) {
        guard !values.isEmpty else { throw .noValues(what: "values") }
        for (index, value) in values.enumerated() where !value.isFinite {
            throw .notFinite(what: "Value \(index)", found: value)
        }
        count = values.count
        let mean = values.reduce(0, +) / Double(count)
        self.mean = mean
        guard count > 1 else {
            deviation = nil
            interval = nil
            return
        }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(count - 1)).squareRoot()
        self.deviation = deviation
        interval = ConfidenceInterval(mean: mean, deviation: deviation, count: count)
    }
}
