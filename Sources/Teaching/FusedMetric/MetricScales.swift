package import Torch

/// The scales s_i: how much harder a metric pushes an output than the reference metric of its group does, where it does so most,
///
///     s_i = max_b ‖∂m_i/∂z_b‖₂ / max(‖∂m_ref/∂z_b‖₂, ``floor`` max_b′ ‖∂m_ref/∂z_b′‖₂)      over a batch's examples b,
///
/// averaged over the first ``window`` batches and from then on a running mean, s_i ← s_i + (new − s_i)/``window``.
///
/// With them a weight of 1 pushes no example harder than the reference metric would, or than half of its hardest push,
/// whatever the metric's units, so that a learning rate that suits plain training suits any weights; and it stays so until
/// the end: as a student learns, the push of one metric fades sooner than that of another. Not in the mean over the
/// examples: a metric that leaves most of them alone, as one that is robust to wrong labels does, must not push the others
/// harder for it.
package struct MetricScales: Codable, Sendable, Equatable {
    /// Batches that the average spans.
    package static let window = 10
    /// Least push of the reference metric that others are measured beside, in units of its hardest one in the batch: where it
    /// is content, a metric that is not (as balanced softmax with a rare class) may push twice as hard, and no more counts.
    static let floor = 0.5
    /// A metric's coefficient at a given weight grows at most by this factor over what the first ``window`` batches made it: the
    /// push of a metric that the student satisfies, as it can the hinge, goes to 0, and one example that does not would get all.
    package static let growth = 10.0

    /// The mean, times ``count``.
    private var sums: [Double]
    /// The mean of the first ``window`` batches; nil until then.
    private var first: [Double]?
    /// Batches in the average.
    package private(set) var count = 0

    package init(metrics: Int) {
        sums = Array(repeating: 0, count: metrics)
    }

    /// Whether the average spans its window.
    package var isFull: Bool { count >= Self.window }

    /// Takes the gradients of one batch into the average. Where a group's reference metric pushes nothing, all of the group
    /// count as 0.
    package mutating func observe(_ gradients: [Tensor], groups: [MetricGroup]) throws {
        let pushes = try gradients.map { try $0.flattened(from: 1).norm([1], keep: false) }
        var values = Array(repeating: 0.0, count: gradients.count)
        for group in groups {
            let reference = pushes[group.reference]
            let hardest = try reference.maximum().item()
            guard hardest > 0 else { continue }
            let beside = try reference.clamped(min: Self.floor * hardest)
            let most = try group.members.map { try (pushes[$0] / beside).maximum() }
            let ratios = try Tensor.stacked(most, 0).to(type: .float64).doubles()
            for (index, ratio) in zip(group.members, ratios) { values[index] = ratio }
        }
        if isFull { sums = sums.map { $0 - $0 / Double(count) } } else { count += 1 }
        for (index, value) in values.enumerated() { sums[index] += value }
        if isFull, first == nil { first = self.values }
    }

    /// s_i; 1 before anything was observed, and never 0, so that a metric without gradient stays finite.
    package var values: [Double] {
        sums.map { count == 0 ? 1 : max($0 / Double(count), 1e-12) }
    }

    /// c_i = G s_ref ω_i / s_i: what the fused metric L = Σ_i c_i m_i multiplies each metric with, G being the number of
    /// groups and s_ref the scale of the reference metric of the metric's own group: 1, or less by the batches in which it
    /// pushed nothing. s_ref/s_i is at most ``growth`` times what it was at first.
    package func coefficients(weights: [Double], groups: [MetricGroup]) -> [Double] {
        let scales = values
        var coefficients = Array(repeating: 0.0, count: weights.count)
        for group in groups {
            for index in group.members {
                var ratio = scales[group.reference] / scales[index]
                if let first { ratio = min(ratio, Self.growth * first[group.reference] / first[index]) }
                coefficients[index] = Double(groups.count) * weights[index] * ratio
            }
        }
        return coefficients
    }
}
