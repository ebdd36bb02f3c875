package import Torch

/// The exact gradient of the teaching loss after several student steps under the same weights.
///
/// With θ_τ, b_τ the student and its optimiser's slots before step τ = 0 … T − 1, (θ_{τ+1}, b_{τ+1}) = F_τ(θ_τ, b_τ, g_τ) the
/// optimiser's update and g_τ = ∇_θ L_τ(θ_τ) linear in ω, the sweep from the last step to the first is
///
///     λ_T = ∇_θ L_teach(θ_T),  β_T = 0
///     u_τ = (∂F_τ/∂g)ᵀ (λ_{τ+1}, β_{τ+1})
///     dL_teach/dω_i = Σ_τ (s_ref/s_i) ⟨u_τ, ∇_θ m_i(θ_τ)⟩            one forward-mode product for all metrics
///     λ_τ = (∂F_τ/∂θ)ᵀ (λ_{τ+1}, β_{τ+1}) + H_τ u_τ,   β_τ = (∂F_τ/∂b)ᵀ (λ_{τ+1}, β_{τ+1})
///
/// H_τ = ∇²_θ L_τ(θ_τ), its product by double backward. Its cost does not depend on the number of metrics: a product more a
/// step, and the Hessian's for all but the first.
package struct TeachingHorizon {
    /// In their order; one at least.
    let steps: [StudentStep]

    package init(_ steps: [StudentStep]) {
        self.steps = steps
    }

    /// - Parameters: objective: L_teach; batch: the teaching batch, seen with batch statistics and without dropout.
    package func teachingGradient(
        network: any Network, optimizer: any Optimizer, metrics: MetricSet, objective: Metric,
        batch teaching: LabelledBatch
    ) throws -> TeachingGradient? {
        guard let last = steps.last else { return nil }
        guard steps.count > 1 else {
            return try last.teachingGradient(
                network: network, optimizer: optimizer, objective: objective, batch: teaching)
        }
        let judgement = try Judgement(last.after, network: network, objective: objective, batch: teaching)
        var adjoint = try zip(judgement.slope, last.after.optimizer.slots).map { slope, slots in
            UpdateAdjoint(parameter: slope, slots: try slots.map { try $0.zerosLike() })
        }
        var values = Array(repeating: 0.0, count: metrics.count)
        for (index, step) in steps.enumerated().reversed() {
            let swept = try Torch.withoutGradient {
                try optimizer.adjoint(
                    adjoint, parameters: step.before.parameters.tensors, gradients: step.gradients,
                    state: step.before.optimizer, learningRate: step.learningRate)
            }
            // The update goes against u: effects(along: v) has the sign of −v.
            let effects = try step.effects(along: swept.gradients.map { try -$0 }, network: network)
            for (metric, effect) in effects.enumerated() { values[metric] += effect }
            guard index > 0 else { break }
            let bent = try step.curvature(along: swept.gradients, network: network, metrics: metrics)
            adjoint = try zip(swept.arguments, bent).map { arguments, bent in
                UpdateAdjoint(parameter: try arguments.parameter + bent, slots: arguments.slots)
            }
        }
        return TeachingGradient(values: values, loss: judgement.loss, teachingOutput: judgement.output)
    }
}

extension StudentStep {
    /// H u = ∇_θ⟨∇_θ L, u⟩, L the fused metric of this step.
    func curvature(along vector: [Tensor], network: any Network, metrics: MetricSet) throws -> [Tensor] {
        try Torch.withGradient {
            let leaves = try before.parameters.map { try $0.requiringGradient() }
            let output = try network(
                batch.input, parameters: leaves, statistics: before.statistics, mode: mode
            ).output
            let input = MetricInput(output: output, target: batch.target)
            var loss = try Tensor(scalar: 0, type: output.type, device: output.device)
            for (index, metric) in metrics.metrics.enumerated() where weights[index] != 0 {
                loss = try loss + metric.value(input) * (weights[index] * scales[index])
            }
            let gradients = try Tensor.gradients(of: loss, withRespectTo: leaves.tensors, createGraph: true)
            return try Tensor.gradients(
                of: gradients, withRespectTo: leaves.tensors, outputGradients: vector)
        }
    }
}
