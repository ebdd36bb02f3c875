/// How the loss of the student is composed.
package struct TeachingPlan: Codable, Sendable, Equatable {
    /// Who or what composes it.
    package enum Method: String, Codable, Sendable, CaseIterable {
        /// The task's reference loss on all training examples: the honest baseline.
        case reference
        /// All metrics at equal weights.
        case uniform
        /// The metrics at given weights.
        case fixed
        /// Learning to teach with a dynamic fused metric.
        case dfm
        /// `dfm` with a teacher that forgets all from one teaching step to the next.
        case dfmWithoutMemory = "dfm-without-memory"
        /// `dfm` with every metric in, always.
        case dfmWithoutSelection = "dfm-without-selection"
        /// `dfm` with a teacher that sees the metrics' values and the progress, nothing else.
        case dfmWithoutStatistics = "dfm-without-statistics"
        /// Learned log-variances (Kendall, Gal & Cipolla 2018).
        case uncertainty
        /// Learning to teach with dynamic loss functions (Wu et al. 2018).
        case dynamicLossFunctions = "l2t-dlf"
        /// A learned loss network, moved by a coordinate-wise LSTM (after Hai et al. 2023).
        case dynamicLossNetwork = "l2t-dln"
    }

    /// What a weight is of.
    package enum Granularity: String, Codable, Sendable, CaseIterable {
        /// The weights are those of all examples of a batch.
        case batch
        /// In a teaching step each example has a weight of its own beside them.
        case sample
    }

    package var method: Method
    /// Names of those that the loss may be composed of.
    package var metrics: [String]
    /// `fixed` only: weight by metric, summing to 1.
    package var weights: [String: Double]?
    /// Student steps from one teaching step to the next.
    package var interval: Int
    /// Student steps through which the effect of a teaching step's weights is followed; at most `interval`.
    package var horizon: Int
    package var granularity: Granularity
    /// Name of what the teacher minimises on the teaching examples.
    package var objective: String
    package var holdout: HoldoutPlan
    package var selection: SelectionPlan
    package var teacher: TeacherPlan
}

extension TeachingPlan {
    /// Specifications that were stored before there were a `horizon` and a `granularity` looked one step ahead and weighed
    /// batches.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            method: try container.decode(Method.self, forKey: .method),
            metrics: try container.decode([String].self, forKey: .metrics),
            weights: try container.decodeIfPresent([String: Double].self, forKey: .weights),
            interval: try container.decode(Int.self, forKey: .interval),
            horizon: try container.decodeIfPresent(Int.self, forKey: .horizon) ?? 1,
            granularity: try container.decodeIfPresent(Granularity.self, forKey: .granularity) ?? .batch,
            objective: try container.decode(String.self, forKey: .objective),
            holdout: try container.decode(HoldoutPlan.self, forKey: .holdout),
            selection: try container.decode(SelectionPlan.self, forKey: .selection),
            teacher: try container.decode(TeacherPlan.self, forKey: .teacher))
    }
}
