/// How numbers spread: their first moments.
package struct Spread: Codable, Sendable, Equatable {
    package var mean: Double
    /// Standard deviation.
    package var deviation: Double
    /// Third standardised moment, 0 for a symmetric distribution; nil where it is not measured.
    package var skewness: Double?

    package init(mean: Double, deviation: Double, skewness: Double? = nil) {
        self.mean = mean
        self.deviation = deviation
        self.skewness = skewness
    }
}
