/// Where a mean lies, with a confidence of 95 %, by Student's t.
package struct ConfidenceInterval: Codable, Sendable, Equatable {
    /// 1 − confidence.
    package static let level = 0.05

    package var lower: Double
    package var upper: Double

    /// mean ± t_{n−1} · deviation/√n.
    /// - Parameters: deviation: the sample's; count: at least 2.
    init(mean: Double, deviation: Double, count: Int) {
        let reach =
            StudentsT(degrees: count - 1).critical(level: Self.level) * deviation / Double(count).squareRoot()
        lower = mean - reach
        upper = mean + reach
    }
}
