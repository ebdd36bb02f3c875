package import Torch

/// The exact gradient of the teaching loss after several student steps under the same weights.
///
/// θ_k and S_k are the student and its optimiser's slots before step k = 0 … N − 1, and
/// (θ_{k+1}, S_{k+1}) = F_k(θ_k, S_k, ∇L_k) is the optimiser's update, with ∇L_k = ∇_θ L_k(θ_k) linear in ω. The sweep from the
/// last step to the first is, with s_ref taken times the number of groups,
///
///     λ_N = ∇_θ L_teach(θ_N),   Λ_N = 0
///     v_k = −(∂F_k/∂∇L)ᵀ (λ_{k+1}, Λ_{k+1})
///     dL_teach/dω_i = −Σ_k (s_ref/s_i) ⟨v_k, ∇_θ m_i(θ_k)⟩           one forward-mode product for all metrics
///     λ_k = (∂F_k/∂θ)ᵀ (λ_{k+1}, Λ_{k+1}) − ∇²_θ L_k(θ_k) v_k,   Λ_k = (∂F_k/∂S)ᵀ (λ_{k+1}, Λ_{k+1})
///
/// The product with the Hessian ∇²_θ L_k is by double backward. The cost does not depend on the number of metrics: a
/// forward-mode product more a step, and the Hessian's for all but the first.
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
        let evaluation = try TeachingEvaluation(
            last.after, network: network, objective: objective, batch: teaching)
        var adjoint = try zip(evaluation.gradients, last.after.optimizer.slots).map { gradient, slots in
            UpdateAdjoint(parameter: gradient, slots: try slots.map { try $0.zerosLike() })
        }
        var values = Array(repeating: 0.0, count: metrics.count)
        for (index, step) in steps.enumerated().reversed() {
            let swept = try Torch.withoutGradient {
                try optimizer.adjoint(
                    adjoint, parameters: step.before.parameters.tensors, gradients: step.gradients,
                    state: step.before.optimizer, learningRate: step.learningRate)
            }
            // `swept.gradients` are −v_k.
            let effects = try step.effects(along: swept.gradients.map { try -$0 }, network: network)
            for (metric, effect) in effects.enumerated() { values[metric] += effect }
            guard index > 0 else { break }
            let hessianProduct = try step.hessianProduct(
                along: swept.gradients, network: network, metrics: metrics)
            adjoint = try zip(swept.arguments, hessianProduct).map { arguments, product in
                UpdateAdjoint(parameter: try arguments.parameter + product, slots: arguments.slots)
            }
        }
        return TeachingGradient(values: values, loss: evaluation.loss, teachingOutput: evaluation.output)
    }
}

extension StudentStep {
    /// ∇²_θ L · vector = ∇_θ⟨∇_θ L, vector⟩, L the fused metric of this step; by parameter, in its shape.
    func hessianProduct(
        along vector: [Tensor], network: any Network, metrics: MetricSet
    ) throws -> [Tensor] {
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
