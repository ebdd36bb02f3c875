/// What a student is trained with where it is trained with one metric alone.
package struct SingleLoss: Codable, Sendable, Equatable {
    package var metric: String
    /// Weight by metric, summing to 1. Where a task's metrics come in groups, each of which the student needs, the
    /// other groups have their reference metric.
    package var weights: [String: Double]
    /// Whether this is what `reference` trains with: the students of the one are those of the other.
    package var isReference: Bool

    package init(metric: String, weights: [String: Double], isReference: Bool) {
        self.metric = metric
        self.weights = weights
        self.isReference = isReference
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        metric = try container.decode(String.self, forKey: .metric)
        weights = try container.decode([String: Double].self, forKey: .weights)
        // Comparisons of earlier versions trained each loss by itself.
        isReference = try container.decodeIfPresent(Bool.self, forKey: .isReference) ?? false
    }

    /// One for each of `metrics`, with weight 1/G on it and 1/G on the reference metric of each other group, G being
    /// the number of groups.
    /// - Parameters: `references`: one metric a group; `group`: the group of a metric.
    package static func all(
        of metrics: [String], references: [String], group: (String) -> String?
    ) -> [SingleLoss] {
        let share = 1 / Double(max(1, references.count))
        return metrics.map { metric in
            var weights = Dictionary(uniqueKeysWithValues: metrics.map { ($0, 0.0) })
            weights[metric] = share
            for reference in references where group(reference) != group(metric) {
                weights[reference] = share
            }
            return SingleLoss(
                metric: metric, weights: weights, isReference: references.contains(metric))
        }
    }
}
