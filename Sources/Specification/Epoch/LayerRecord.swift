/// The activations of one tapped layer.
package struct LayerRecord: Codable, Sendable, Equatable {
    package var name: String
    package var mean: Double
    /// Standard deviation.
    package var deviation: Double
    /// Third standardised moment.
    package var skewness: Double
    /// Excess over the normal distribution's.
    package var kurtosis: Double
    /// Share of units that are zero or below for every example that was looked at.
    package var deadFraction: Double
    /// Participation ratio of the channels' covariance spectrum: (Σλ)² / Σλ².
    package var effectiveRank: Double

    package init(
        name: String, mean: Double, deviation: Double, skewness: Double, kurtosis: Double,
        deadFraction: Double,
        effectiveRank: Double
    ) {
        self.name = name
        self.mean = mean
        self.deviation = deviation
        self.skewness = skewness
        self.kurtosis = kurtosis
        self.deadFraction = deadFraction
        self.effectiveRank = effectiveRank
    }
}
