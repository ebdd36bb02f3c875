package import Torch

/// The exact gradient of the teaching loss with respect to the fused metric's weights, through the student's real
/// update, without a second-order graph.
///
/// The update is θ' = θ − U(∇_θ L) with ∇_θ L = Σ_i c_i ∇_θ m_i and c_i = (s_ref/s_i) ω_i, linear in ω. Hence, with s_ref
/// taken times the number of groups,
///
///     dL_teach/dω_i = −(s_ref/s_i) ⟨v, ∇_θ m_i⟩ = −(s_ref/s_i) Σ_b ⟨∂m_i/∂z_b, ż_b⟩,
///     v = J_Uᵀ ∇_θ' L_teach(θ'),   ż = (∂z/∂θ) v,
///
/// ż being one forward-mode product for all metrics. J_U is the diagonal derivative of the optimiser's step U by the gradient,
/// z the student's output on the training batch exactly as the training step saw it.
package struct TeachingGradient {
    /// dL_teach/dω_i, by metric.
    package var values: [Double]
    /// L_teach(θ') on the teaching batch.
    package var loss: Double
    /// The student's output on the teaching batch, in its task's layout.
    package var teachingOutput: Tensor
}

/// Where the teaching gradient is measured: the student step that was just made.
package struct StudentStep {
    package var before: StudentState
    package var after: StudentState
    package var batch: LabelledBatch
    package var mode: NetworkMode
    /// ∇_θ L, by parameter.
    package var gradients: [Tensor]
    package var learningRate: Double
    /// ∂m_i/∂z at z = f_θ(x).
    package var metricGradients: [Tensor]
    /// s_ref/s_i, times the number of groups.
    package var scales: [Double]
    /// ω.
    package var weights: [Double]
    /// The student's convolutions in this step, which the product need not compute again; nil where it must.
    package var convolutions: ConvolutionRecord?

    package init(
        before: StudentState, after: StudentState, batch: LabelledBatch, mode: NetworkMode,
        gradients: [Tensor], learningRate: Double, metricGradients: [Tensor], scales: [Double],
        weights: [Double], convolutions: ConvolutionRecord?
    ) {
        self.before = before
        self.after = after
        self.batch = batch
        self.mode = mode
        self.gradients = gradients
        self.learningRate = learningRate
        self.metricGradients = metricGradients
        self.scales = scales
        self.weights = weights
        self.convolutions = convolutions
    }
}

extension StudentStep {
    /// - Parameters: objective: L_teach; batch: the teaching batch, seen with batch statistics and without dropout.
    package func teachingGradient(
        network: any Network, optimizer: any Optimizer, objective: Metric, batch teaching: LabelledBatch
    ) throws -> TeachingGradient {
        let evaluation = try TeachingEvaluation(
            after, network: network, objective: objective, batch: teaching)
        return TeachingGradient(
            values: try effects(along: direction(evaluation, optimizer), network: network),
            loss: evaluation.loss,
            teachingOutput: evaluation.output)
    }

    /// v = J_Uᵀ ∇_θ' L_teach.
    func direction(_ evaluation: TeachingEvaluation, _ optimizer: any Optimizer) throws -> [Tensor] {
        try Torch.withoutGradient {
            try optimizer.derivativeProduct(
                evaluation.gradients, parameters: before.parameters.tensors, gradients: gradients,
                state: before.optimizer, learningRate: learningRate)
        }
    }

    /// −(s_ref/s_i) ⟨v, ∇_θ m_i⟩ by metric, as −(s_ref/s_i) Σ_b ⟨∂m_i/∂z_b, ż_b⟩ with ż = (∂z/∂θ) v.
    func effects(along direction: [Tensor], network: any Network) throws -> [Double] {
        let change = try network.outputChange(
            of: before, on: batch, mode: mode, along: direction, convolutions: convolutions)
        let products = try Torch.withoutGradient {
            try Tensor.stacked(metricGradients.map { try ($0 * change).sum() }, 0).to(type: .float64)
        }
        return try zip(products.doubles(), scales).map { product, scale in -scale * product }
    }
}
