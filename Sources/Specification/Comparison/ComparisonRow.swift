package import Evaluation

/// One way to teach, over all seeds. What the scores there are cannot tell is nil.
package struct ComparisonRow: Codable, Sendable, Equatable {
    /// The score less the reference's of the same seed.
    package struct Difference: Codable, Sendable, Equatable {
        /// Seeds of which both have a score.
        package var count: Int
        package var mean: Double
        /// Of the mean; nil with fewer than two pairs.
        package var interval: ConfidenceInterval?
        /// Of the paired t-test, two-sided.
        package var pValue: Double?
        /// How many seeds would tell a difference like this one, as ``PowerNote`` has it.
        package var seedsNeeded: Int?
    }

    package var method: ComparisonMethod
    /// The metric that the student is trained with, where it is one alone.
    package var single: String?
    /// Seeds that have a score.
    package var count: Int
    /// Of the scores.
    package var mean: Double?
    /// Of the mean; nil with fewer than two scores.
    package var interval: ConfidenceInterval?
    /// Nil for the reference itself, and where there is none to compare with.
    package var difference: Difference?
    /// Mean over the seeds.
    package var seconds: Double?
    /// Seconds in units of the reference's of the same seed, mean over the seeds.
    package var costRatio: Double?
    /// In the seeds' order.
    package var outcomes: [ComparisonOutcome]

    /// - Parameter reference: what came of the reference with each seed; nil where there is none.
    init(
        method: ComparisonMethod, single: String? = nil, outcomes: [ComparisonOutcome],
        reference: [ComparisonOutcome]?
    ) {
        self.method = method
        self.single = single
        self.outcomes = outcomes
        let scores = try? SampleStatistics(outcomes.compactMap(\.score))
        count = scores?.count ?? 0
        mean = scores?.mean
        interval = scores?.interval
        seconds = (try? SampleStatistics(outcomes.compactMap(\.seconds)))?.mean
        let reference = reference ?? []
        let times = Self.pairs(outcomes, reference, \.seconds).filter { $0.reference > 0 }
        costRatio = (try? SampleStatistics(times.map { $0.own / $0.reference }))?.mean
        difference =
            method == .reference ? nil : Difference(Self.pairs(outcomes, reference, \.score))
    }

    /// The values of the seeds that both have, in the seeds' order.
    private static func pairs(
        _ outcomes: [ComparisonOutcome], _ reference: [ComparisonOutcome],
        _ value: (ComparisonOutcome) -> Double?
    ) -> [(own: Double, reference: Double)] {
        outcomes.compactMap { outcome in
            guard let own = value(outcome),
                let other = reference.first(where: { $0.seed == outcome.seed }).flatMap(value)
            else { return nil }
            return (own, other)
        }
    }
}

extension ComparisonRow.Difference {
    /// Nil without a pair.
    init?(_ pairs: [(own: Double, reference: Double)]) {
        guard
            let paired = try? PairedStatistics(
                reference: pairs.map(\.reference), method: pairs.map(\.own))
        else { return nil }
        count = paired.difference.count
        mean = paired.difference.mean
        interval = paired.difference.interval
        pValue = paired.pValue
        seedsNeeded = paired.power?.seeds
    }
}
