package import Torch

/// The set of metrics that takes part in a training, in a fixed order; each group's reference metric is always a
/// member.
package struct MetricSet: Sendable {
    package let metrics: [Metric]
    package let groups: [MetricGroup]

    package var count: Int { metrics.count }
    package var names: [String] { metrics.map(\.name) }

    /// - Parameter references: the metrics that plain training adds up, one of each group; those that `metrics` lacks
    ///   are appended, at weight 0.
    package init(_ metrics: [Metric], references: [Metric]) {
        let missing = references.filter { reference in !metrics.contains { $0.name == reference.name } }
        let all = metrics + missing
        self.metrics = all
        groups = references.map { reference in
            MetricGroup(
                name: reference.group, members: all.indices.filter { all[$0].group == reference.group },
                reference: all.firstIndex { $0.name == reference.name } ?? 0)
        }
    }

    package init(_ metrics: [Metric], reference: Metric) {
        self.init(metrics, references: [reference])
    }

    /// Plain training as weights: what each group has, on its reference metric.
    package var referenceWeights: [Double] {
        let references = Set(groups.map(\.reference))
        return (0..<count).map { references.contains($0) ? 1 / Double(groups.count) : 0 }
    }

    /// Weights of the metrics in `eligible`: equal inside each group, the groups having equal parts; 0 of the others.
    package func equalWeights(of eligible: [Bool]) -> [Double] {
        var weights = Array(repeating: 0.0, count: count)
        for group in groups {
            let members = group.members.filter { eligible[$0] }
            for index in members { weights[index] = 1 / Double(members.count * groups.count) }
        }
        return weights
    }

    /// What the metrics say of one batch.
    package struct Measurement {
        /// By metric; nil where it was not measured.
        package var values: [Double?]
        /// ∂m_i/∂z in the shape of the output, by metric; empty where only their sum was asked for.
        package var gradients: [Tensor]
    }

    /// Measures all metrics, and the gradient of each, at a detached copy of `output`: K cheap gradients at the
    /// output, none through the student.
    package func measure(output: Tensor, target: Tensor) throws -> Measurement {
        let leaf = try output.requiringGradient()
        let input = MetricInput(output: leaf, target: target)
        var values: [Tensor] = []
        var gradients: [Tensor] = []
        for metric in metrics {
            let value = try metric.value(input)
            gradients += try Tensor.gradients(of: value, withRespectTo: [leaf], retainGraph: true)
            values.append(try value.detached())
        }
        return Measurement(
            values: try Tensor.stacked(values, 0).to(type: .float64).doubles(), gradients: gradients)
    }

    /// Measures the metrics whose coefficient is not 0 (all with `measuringAll`), and the gradient of their sum
    /// alone: ∂/∂z Σ_i c_i m_i in one backward pass.
    package func measure(
        output: Tensor, target: Tensor, coefficients: [Double], measuringAll: Bool
    ) throws -> (measurement: Measurement, outputGradient: Tensor) {
        let leaf = try output.requiringGradient()
        let input = MetricInput(output: leaf, target: target)
        var measured: [(index: Int, value: Tensor)] = []
        var sum: Tensor?
        for (index, coefficient) in coefficients.enumerated() where coefficient != 0 || measuringAll {
            let value = try metrics[index].value(input)
            measured.append((index, try value.detached()))
            guard coefficient != 0 else { continue }
            let part = try value * coefficient
            if let before = sum { sum = try before + part } else { sum = part }
        }
        let outputGradient: Tensor
        if let sum {
            outputGradient = try Tensor.gradients(of: sum, withRespectTo: [leaf])[0]
        } else {
            outputGradient = try output.zerosLike()
        }
        var values: [Double?] = Array(repeating: nil, count: count)
        let numbers = try Tensor.stacked(measured.map(\.value), 0).to(type: .float64).doubles()
        for (entry, number) in zip(measured, numbers) { values[entry.index] = number }
        return (Measurement(values: values, gradients: []), outputGradient)
    }

    /// Σ_i c_i m_i: the fused loss as one differentiable scalar.
    package func fused(output: Tensor, target: Tensor, coefficients: [Tensor]) throws -> Tensor {
        let input = MetricInput(output: output, target: target)
        var sum = try Tensor(scalar: 0, type: output.type, device: output.device)
        for (metric, coefficient) in zip(metrics, coefficients) {
            sum = try sum + metric.value(input) * coefficient
        }
        return sum
    }
}
