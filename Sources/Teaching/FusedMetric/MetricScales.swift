package import Torch

/// The scales s_i: the largest ‖∂m_i/∂z_b‖₂ of a batch's examples b, averaged over the first ``window`` batches and from then
/// on a running mean, s_i ← s_i + (new − s_i)/``window``.
///
/// With them a weight of 0.3 means 30 % of the hardest push on an output, whatever the metric's units, and it means so until
/// the end: as a student learns, the push of one metric fades sooner than that of another. The largest, not the mean: a
/// metric that leaves most examples alone, as one that is robust to wrong labels does, must not push the others harder for it.
package struct MetricScales: Codable, Sendable, Equatable {
    /// Batches that the average spans.
    package static let window = 10
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

    /// Takes the gradients of one batch into the average.
    package mutating func observe(_ gradients: [Tensor]) throws {
        let norms = try gradients.map { gradient in
            // ∂(batch mean)/∂z_b is 1/B of the example's own gradient.
            try gradient.flattened(from: 1).norm([1], keep: false).maximum() * Double(gradient.shape[0])
        }
        let values = try Tensor.stacked(norms, 0).to(type: .float64).doubles()
        if isFull { sums = sums.map { $0 - $0 / Double(count) } } else { count += 1 }
        for (index, value) in values.enumerated() { sums[index] += value }
        if isFull, first == nil { first = self.values }
    }

    /// s_i; 1 before anything was observed, and never 0, so that a metric without gradient stays finite.
    package var values: [Double] {
        sums.map { count == 0 ? 1 : max($0 / Double(count), 1e-12) }
    }

    /// c_i = G s_ref ω_i / s_i: what the fused metric L = Σ_i c_i m_i multiplies each metric with, G being the number of
    /// groups and s_ref the scale of the reference metric of the metric's own group. s_ref/s_i is at most ``growth`` times
    /// what it was at first.
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
