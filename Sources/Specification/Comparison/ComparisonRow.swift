/// One way to teach, over all seeds. What a single seed cannot tell is nil.
package struct ComparisonRow: Codable, Sendable, Equatable {
    /// From `low` to `high` with 95 % confidence, by Student's t.
    package struct Interval: Codable, Sendable, Equatable {
        package var low: Double
        package var high: Double

        package init(low: Double, high: Double) {
            self.low = low
            self.high = high
        }
    }

    /// The score less the reference's of the same seed.
    package struct Difference: Codable, Sendable, Equatable {
        /// Seeds of which both have a score.
        package var count: Int
        package var mean: Double
        package var interval: Interval?
        /// Of the paired t-test, two-sided.
        package var pValue: Double?

        package init(count: Int, mean: Double, interval: Interval? = nil, pValue: Double? = nil) {
            self.count = count
            self.mean = mean
            self.interval = interval
            self.pValue = pValue
        }
    }

    package var method: ComparisonMethod
    /// The metric that the student is trained with, where it is one alone.
    package var single: String?
    /// Seeds that have a score.
    package var count: Int
    package var mean: Double?
    package var interval: Interval?
    /// Nil for the reference itself, and where there is none to compare with.
    package var difference: Difference?
    /// Mean over the seeds.
    package var seconds: Double?
    /// Seconds in units of the reference's of the same seed, mean over the seeds.
    package var costRatio: Double?
    package var outcomes: [ComparisonOutcome]

    /// - Parameter reference: what came of the reference with each seed; nil for the reference itself.
    init(
        method: ComparisonMethod, single: String? = nil, outcomes: [ComparisonOutcome],
        reference: [ComparisonOutcome]?
    ) {
        self.method = method
        self.single = single
        self.outcomes = outcomes
        let scores = outcomes.compactMap(\.score)
        count = scores.count
        mean = Self.mean(scores)
        interval = Self.interval(scores)
        seconds = Self.mean(outcomes.compactMap(\.seconds))
        let own = method == .reference ? outcomes : reference ?? []
        costRatio = Self.mean(
            Self.pairs(outcomes, own, \.seconds).compactMap { $0.1 > 0 ? $0.0 / $0.1 : nil })
        difference = reference.flatMap { Self.difference(Self.pairs(outcomes, $0, \.score)) }
    }

    private static func pairs(
        _ first: [ComparisonOutcome], _ second: [ComparisonOutcome],
        _ value: (ComparisonOutcome) -> Double?
    ) -> [(Double, Double)] {
        first.compactMap { outcome in
            guard let own = value(outcome),
                let other = second.first(where: { $0.seed == outcome.seed }).flatMap(value)
            else { return nil }
            return (own, other)
        }
    }

    private static func mean(_ values: [Double]) -> Double? {
        values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
