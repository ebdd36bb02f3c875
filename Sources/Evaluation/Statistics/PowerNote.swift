/// How many seeds a paired t test needs to tell a difference of the size that was seen, if seeds spread as they were seen
/// to: two-sided at 5 %, found in 80 % of such comparisons.
package struct PowerNote: Codable, Sendable, Equatable {
    package static let level = 0.05
    package static let power = 0.8
    /// Larger numbers are not looked for.
    package static let most = 1_000_000

    package let difference: Double
    /// The sample deviation of the differences.
    package let deviation: Double
    /// The smallest number that suffices, at least 2; nil where ``most`` does not, as where there is no difference.
    package let seeds: Int?

    package init(difference: Double, deviation: Double) {
        self.difference = difference
        self.deviation = deviation
        seeds = Self.seeds(effect: abs(difference) / deviation)
    }

    /// The probability that a test of that many seeds tells a true mean difference of `effect` deviations.
    static func power(effect: Double, seeds: Int) -> Double {
        let degrees = seeds - 1
        let critical = StudentsT(degrees: degrees).critical(level: level)
        return NoncentralT(degrees: degrees, shift: effect * Double(seeds).squareRoot())
            .tails(beyond: critical)
    }

    /// From the normal approximation ((z_0.975 + z_0.8)/effect)², which is a little too small, upwards.
    private static func seeds(effect: Double) -> Int? {
        guard effect > 0 else { return nil }
        let root =
            (NormalDistribution.quantile(tail: level / 2) + NormalDistribution.quantile(tail: 1 - power))
            / effect
        guard root * root <= Double(most) else { return nil }
        var seeds = max(2, Int(root * root))
        while power(effect: effect, seeds: seeds) < power {
            seeds += 1
            guard seeds <= most else { return nil }
        }
        return seeds
    }
}
