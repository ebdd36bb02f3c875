/// The numbers that COCO reports; nil where there is no ground truth to find (COCO says −1).
package struct DetectionSummary: Codable, Sendable, Equatable {
    /// Mean over the classes with ground truth, and over the thresholds 0.50 to 0.95.
    package var map: Double?
    /// At the threshold 0.50 alone.
    package var map50: Double?
    /// At the threshold 0.75 alone.
    package var map75: Double?
    /// As ``map``, to find ground truth of at most 32² pixels.
    package var small: Double?
    /// As ``map``, to find ground truth of 32² to 96² pixels.
    package var medium: Double?
    /// As ``map``, to find ground truth of at least 96² pixels.
    package var large: Double?
    /// As ``map``, of each class.
    package var byClass: [Double?]

    package init(_ score: DetectionScore) {
        let all = score.averagePrecision(.all)
        byClass = all.map { $0.flatMap(Self.mean) }
        map = Self.mean(byClass.compactMap { $0 })
        map50 = Self.mean(all.compactMap { $0?[0] })
        map75 = Self.mean(all.compactMap { $0?[5] })
        small = Self.mean(score.averagePrecision(.small).compactMap { $0.flatMap(Self.mean) })
        medium = Self.mean(score.averagePrecision(.medium).compactMap { $0.flatMap(Self.mean) })
        large = Self.mean(score.averagePrecision(.large).compactMap { $0.flatMap(Self.mean) })
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
