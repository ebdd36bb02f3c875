/// The confidence-based selection a: which metrics take part now.
///
/// A metric is selected at a confidence of at least ``threshold``; one that is in stays in until it falls below
/// ``threshold`` − ``hysteresis``. Where fewer than ``minimum`` metrics (and one) of a group are in, the most confident of
/// its others join them.
package struct ConfidenceSelection: Sendable {
    package var threshold: Double
    package var minimum: Int
    /// Teaching steps before the first selection: all metrics take part.
    package var warmup: Int
    package var hysteresis = 0.1

    /// No selection: no confidence is below 0, so all that may be selected is.
    package static let everything = ConfidenceSelection(threshold: 0, minimum: 1, warmup: 0)

    package init(threshold: Double, minimum: Int, warmup: Int) {
        self.threshold = threshold
        self.minimum = minimum
        self.warmup = warmup
    }

    /// - Parameters: tracker: the usefulness so far; previous: the selection in force; eligible: metrics that may
    ///   be selected at all, some of each group; groups: of the metric set.
    package func select(
        _ tracker: UsefulnessTracker, previous: [Bool], eligible: [Bool], groups: [MetricGroup]
    ) -> [Bool] {
        guard tracker.observations >= warmup else { return eligible }
        let confidence = tracker.confidence
        var selected = confidence.indices.map { index in
            eligible[index] && confidence[index] >= threshold - (previous[index] ? hysteresis : 0)
        }
        for group in groups {
            let missing = max(1, minimum) - group.members.count { selected[$0] }
            guard missing > 0 else { continue }
            let candidates = group.members.filter { eligible[$0] && !selected[$0] }
            // Ties go to the metric that comes first, so that the same numbers always select the same.
            let best = candidates.sorted { (confidence[$0], -$0) > (confidence[$1], -$1) }.prefix(missing)
            for index in best { selected[index] = true }
        }
        return selected
    }
}
