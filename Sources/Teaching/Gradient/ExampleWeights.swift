import Torch

/// Weights of a batch's examples by what each does for the teaching loss: Ren et al. 2018 ("Learning to Reweight Examples
/// for Robust Deep Learning"), on the fused metric. L_b = Σ_i c_i m_i of example b alone, u_b its usefulness, ρ_b its weight:
///
///     u_b = −(1/η) ∂/∂ε_b L_teach(θ − η Σ_b ε_b ∇_θ L_b(θ)) at ε = 0 = ⟨∂L_b/∂z_b, ż_b⟩,   ż = (∂z/∂θ) ∇_θ L_teach(θ),
///     ρ_b = B max(0, u_b) / Σ_b max(0, u_b),
///
/// one forward-mode product for all B examples, where the source differentiates twice. All weights are 1 where no u_b is above
/// 0. The step at ε = 0 is that of plain gradient descent, as in the source, whatever the student's optimiser.
struct ExampleWeights {
    /// ρ, `[batch]`, of mean 1.
    let values: Tensor

    /// - Parameters: outputGradient: Σ_i c_i ∂m_i/∂z `[batch, classes]`, m_i being means over the batch; student, batch, mode,
    ///   convolutions: of the step whose examples are weighed; objective: L_teach; teaching: the teaching batch.
    init(
        outputGradient: Tensor, student: StudentState, batch: LabelledBatch, mode: NetworkMode,
        convolutions: ConvolutionRecord, network: any Network, objective: Metric, teaching: LabelledBatch
    ) throws {
        let evaluation = try TeachingEvaluation(
            student, network: network, objective: objective, batch: teaching)
        let change = try network.outputChange(
            of: student, on: batch, mode: mode, along: evaluation.gradients, convolutions: convolutions)
        values = try Torch.withoutGradient {
            let useful = try (outputGradient * change).sum([1]).relu()
            let mean = try useful.mean()
            return try mean.item() > 0 ? useful / mean : useful.onesLike()
        }
    }

    /// What is a mean over the examples, by example, with the weights: `[batch, classes]`.
    func weigh(_ gradient: Tensor) throws -> Tensor {
        try gradient * values.unsqueezed(1)
    }
}
