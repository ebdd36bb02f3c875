/// What a comparison shows, as far as its jobs have ended.
package struct ComparisonTable: Codable, Sendable, Equatable {
    /// The test score that is compared.
    package var metric: String
    package var seeds: [Int]
    /// One a method; `best-single` is the best of `singles`.
    package var rows: [ComparisonRow]
    /// Every loss that `best-single` tried.
    package var singles: [ComparisonRow]
    /// What a reader must know to read the numbers rightly.
    package var notes: [String]

    /// - Parameter outcomes: what came of the jobs; one that is missing counts as not begun.
    package init(
        _ specification: ComparisonSpecification, outcomes: [ComparisonEntry: ComparisonOutcome]
    ) {
        func cells(_ method: ComparisonMethod, _ single: String? = nil) -> [ComparisonOutcome] {
            specification.seeds.map { seed in
                outcomes[ComparisonEntry(method: method, single: single, seed: seed)]
                    ?? ComparisonOutcome(seed: seed)
            }
        }
        func row(
            _ method: ComparisonMethod, _ single: String? = nil, outcomes: [ComparisonOutcome]
        ) -> ComparisonRow {
            ComparisonRow(
                method: method, single: single, outcomes: outcomes,
                reference: specification.methods.contains(.reference) ? cells(.reference) : nil)
        }
        let singles = specification.singles.map { single in
            row(
                .bestSingle, single.metric,
                outcomes: specification.isReference(single)
                    ? cells(.reference) : cells(.bestSingle, single.metric))
        }
        let best = Self.best(of: singles, prefersLess: specification.prefersLess)
        metric = specification.metric
        seeds = specification.seeds
        rows = specification.methods.map { method in
            if method == .bestSingle, let best { return best }
            return row(method, outcomes: cells(method))
        }
        self.singles = singles
        notes = Self.notes(singles)
    }

    /// Whether a job has no score.
    package var hasFailures: Bool {
        (rows.filter { $0.method != .bestSingle } + singles).contains { $0.count < seeds.count }
    }

    /// The best mean; a loss that has fewer scores than another is not chosen. Of equal ones the first.
    /// - Returns: nil where none has a score.
    private static func best(of singles: [ComparisonRow], prefersLess: Bool) -> ComparisonRow? {
        let most = singles.map(\.count).max() ?? 0
        return singles.filter { $0.count == most && $0.mean != nil }.reduce(nil) { best, row in
            guard let found = best?.mean, let mean = row.mean else { return best ?? row }
            return (prefersLess ? mean < found : mean > found) ? row : best
        }
    }

    private static func notes(_ singles: [ComparisonRow]) -> [String] {
        guard !singles.isEmpty else { return [] }
        let seconds = singles.flatMap(\.outcomes).compactMap(\.seconds).reduce(0, +)
        return [
            "best-single is the loss with the best mean among \(singles.count), chosen on the test scores shown "
                + "here: an upper bound for one loss picked by hand, and its p-value is too small for that reason.",
            "seconds and cost of best-single are those of the chosen loss; to find it took "
                + "\(ComparisonText.number(seconds, digits: 1)) s over all losses and seeds.",
        ]
    }
}
