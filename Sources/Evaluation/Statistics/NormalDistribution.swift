import func Foundation.erfc

/// The standard normal distribution.
enum NormalDistribution {
    /// P(Z ≤ z).
    static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

    /// The z that Z exceeds with probability `tail`, 0 < tail < 1.
    static func quantile(tail: Double) -> Double {
        if tail > 0.5 { return -quantile(tail: 1 - tail) }
        return Crossing.of(tail) { 0.5 * erfc($0 / 2.0.squareRoot()) }
    }
}
