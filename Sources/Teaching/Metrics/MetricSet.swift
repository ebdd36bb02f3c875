package import Torch

/// The set of metrics that takes part in a training, in a fixed order; the reference metric is always a member.
package struct MetricSet: Sendable {
    package let metrics: [Metric]
    package let referenceIndex: Int

    package var count: Int { metrics.count }
    package var names: [String] { metrics.map(\.name) }

    /// - Parameter reference: the metric that plain training uses; appended where `metrics` lacks it, at weight 0.
    package init(_ metrics: [Metric], reference: Metric) {
        if let index = metrics.firstIndex(where: { $0.name == reference.name }) {
            self.metrics = metrics
            referenceIndex = index
        } else {
            self.metrics = metrics + [reference]
            referenceIndex = metrics.count
        }
    }

    /// What every metric says of one batch, and in which direction each pushes the output.
    package struct Measurement {
        /// Mean over the batch, by metric.
        package var values: [Double]
        /// ∂(batch mean of m_i)/∂z, `[batch, classes]` each.
        package var gradients: [Tensor]
    }

    /// Measures all metrics at a detached copy of `output`: K cheap gradients at the logits, none through the student.
    package func measure(output: Tensor, target: Tensor) throws -> Measurement {
        let leaf = try output.requiringGradient()
        var means: [Tensor] = []
        var gradients: [Tensor] = []
        for metric in metrics {
            let mean = try metric.perExample(leaf, target).mean()
            gradients += try Tensor.gradients(of: mean, withRespectTo: [leaf])
            means.append(try mean.detached())
        }
        return Measurement(
            values: try Tensor.stacked(means, 0).to(type: .float64).doubles(), gradients: gradients)
    }

    /// Σ_i c_i m_i, batch mean: the fused loss as one differentiable scalar.
    package func fused(output: Tensor, target: Tensor, coefficients: [Tensor]) throws -> Tensor {
        var sum = try Tensor(scalar: 0, type: output.type, device: output.device)
        for (metric, coefficient) in zip(metrics, coefficients) {
            let mean = try metric.perExample(output, target).mean()
            sum = try sum + mean * coefficient
        }
        return sum
    }
}
