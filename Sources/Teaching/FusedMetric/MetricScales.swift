package import Torch

/// The scales s_i: the largest ratio, over a batch's examples b, of the metric's gradient norm at the output to that of its
/// group's reference metric, which counts as at least ``floor`` times its own largest in the batch,
///
///     s_i = max_b ‖∂m_i/∂z_b‖₂ / max(‖∂m_ref/∂z_b‖₂, ``floor`` max_b′ ‖∂m_ref/∂z_b′‖₂).
///
/// They are averaged over the first ``window`` batches. From then on they are a running mean, s_i ← s_i + (new − s_i)/``window``.
///
/// With them a metric of weight 1 has, at each example, at most the gradient norm of the reference metric, or half of that
/// one's largest if this is more. This holds whatever the metric's units, so that a learning rate that suits plain training
/// suits any weights. The mean runs on, so that it holds until the end: as a student learns, the gradient of one metric fades
/// sooner than that of another. The ratio is not one of means over the examples: a metric that leaves most of them alone, as
/// one that is robust to wrong labels does, must not get a larger gradient at the others for it.
package struct MetricScales: Codable, Sendable, Equatable {
    /// Batches that the average spans.
    package static let window = 10
    /// The least gradient norm of the reference metric that others are compared with, in units of its largest in the batch.
    /// Where the reference metric is content, one that is not (as balanced softmax with a rare class) may have up to half of
    /// that largest norm without a scale above 1.
    static let floor = 0.5
    /// A metric's coefficient at a given weight grows at most by this factor over what the first ``window`` batches made it.
    /// The gradient of a metric that the student satisfies, as it can the hinge, goes to 0; without the bound, what is left of
    /// it at one example would be blown up.
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

    /// Takes the gradients of one batch into the average. Where the gradient of a group's reference metric is 0, all of the
    /// group count as 0.
    /// - Parameter gradients: ∂m_i/∂z, by metric, in the shape of the output.
    package mutating func observe(_ gradients: [Tensor], groups: [MetricGroup]) throws {
        let gradientNorms = try gradients.map { try $0.flattened(from: 1).norm([1], keep: false) }
        var values = Array(repeating: 0.0, count: gradients.count)
        for group in groups {
            let reference = gradientNorms[group.reference]
            let largest = try reference.maximum().item()
            guard largest > 0 else { continue }
            let floored = try reference.clamped(min: Self.floor * largest)
            let largestRatios = try group.members.map { try (gradientNorms[$0] / floored).maximum() }
            let ratios = try Tensor.stacked(largestRatios, 0).to(type: .float64).doubles()
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
    /// groups and s_ref the scale of the reference metric of the metric's own group: 1, or less by the batches in which its
    /// gradient was 0. s_ref/s_i is at most ``growth`` times what it was at first.
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
