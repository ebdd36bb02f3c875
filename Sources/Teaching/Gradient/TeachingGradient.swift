package import Torch

/// The exact gradient of the teaching loss with respect to the fused metric's weights, through the student's real
/// update, without a second-order graph.
///
/// The update is θ' = θ − U(g) with g = Σ_i c_i ∇_θ m_i and c_i = (s_ref/s_i) ω_i, linear in ω. Hence, s_ref taken times
/// the number of groups,
///
///     dL_teach/dω_i = −(s_ref/s_i) ⟨v, ∇_θ m_i⟩ = −(s_ref/s_i) Σ_b ⟨∂m_i/∂z_b, ż_b⟩,
///     v = J_Uᵀ ∇_θ' L_teach(θ'),   ż = (∂z/∂θ) v,
///
/// ż being one forward-mode product for all metrics: J_U the diagonal derivative of the optimiser's step, z the
/// student's output on the training batch exactly as the training step saw it.
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
    /// g, by parameter.
    package var gradients: [Tensor]
    package var learningRate: Double
    /// ∂m_i/∂z at z = f_θ(x).
    package var metricGradients: [Tensor]
    /// s_ref/s_i, times the number of groups.
    package var scales: [Double]
    /// The student's convolutions in this step, which the product need not compute again.
    package var convolutions: ConvolutionRecord
}

extension StudentStep {
    /// - Parameters: objective: L_teach; batch: the teaching batch, seen with batch statistics and without dropout.
    package func teachingGradient(
        network: any Network, optimizer: any Optimizer, objective: Metric, batch teaching: LabelledBatch
    ) throws -> TeachingGradient {
        // ∇_θ' L_teach(θ')
        let leaves = try after.parameters.map { try $0.requiringGradient() }
        let answer = try network(
            teaching.input, parameters: leaves, statistics: after.statistics,
            mode: .training(dropoutSeed: nil))
        let loss = try objective(answer.output, teaching.target)
        let slope = try Tensor.gradients(of: loss, withRespectTo: leaves.tensors)
        // v = J_Uᵀ ∇_θ' L_teach
        let direction = try Torch.withoutGradient {
            try optimizer.derivativeProduct(
                slope, parameters: before.parameters.tensors, gradients: gradients, state: before.optimizer,
                learningRate: learningRate)
        }
        // ż = (∂z/∂θ) v
        let change = try outputChange(network: network, along: direction)
        // −(s_ref/s_i) Σ_b ⟨∂m_i/∂z_b, ż_b⟩
        let pushes = try Torch.withoutGradient {
            try Tensor.stacked(metricGradients.map { try ($0 * change).sum() }, 0).to(type: .float64)
        }
        return TeachingGradient(
            values: try zip(pushes.doubles(), scales).map { push, scale in -scale * push },
            loss: try loss.item(),
            teachingOutput: try answer.output.detached())
    }
}
