package import Torch

/// The scales s_i: mean over a batch's examples of ‖∂m_i/∂z_b‖₂, averaged over the first steps and then frozen.
///
/// With them a weight of 0.3 means 30 % of the push on the logits, whatever the metric's units.
package struct MetricScales: Codable, Sendable, Equatable {
    /// Steps that take part in the average.
    package static let steps = 10

    private var sums: [Double]
    package private(set) var count = 0

    package init(metrics: Int) {
        sums = Array(repeating: 0, count: metrics)
    }

    package var isFrozen: Bool { count >= Self.steps }

    /// Takes the gradients of one batch into the average; without effect once frozen.
    package mutating func observe(_ gradients: [Tensor]) throws {
        guard !isFrozen else { return }
        let norms = try gradients.map { gradient in
            // ∂(batch mean)/∂z_b is 1/B of the example's own gradient: the sum over b of norms is the mean norm.
            try gradient.flattened(from: 1).norm([1], keep: false).sum()
        }
        let values = try Tensor.stacked(norms, 0).to(type: .float64).doubles()
        for (index, value) in values.enumerated() { sums[index] += value }
        count += 1
    }

    /// s_i; 1 before anything was observed, and never 0, so that a metric without gradient stays finite.
    package var values: [Double] {
        sums.map { count == 0 ? 1 : max($0 / Double(count), 1e-12) }
    }

    /// c_i = G s_ref ω_i / s_i: what the fused metric L = Σ_i c_i m_i multiplies each metric with, G being the number of
    /// groups and s_ref the scale of the reference metric of the metric's own group.
    package func coefficients(weights: [Double], groups: [MetricGroup]) -> [Double] {
        let scales = values
        var coefficients = Array(repeating: 0.0, count: weights.count)
        for group in groups {
            let unit = Double(groups.count) * scales[group.reference]
            for index in group.members { coefficients[index] = weights[index] * unit / scales[index] }
        }
        return coefficients
    }
}
