import Torch

/// Weights of a batch's examples by what each does for the teaching loss: Ren et al. 2018 ("Learning to Reweight Examples
/// for Robust Deep Learning"), on the fused metric. With ℓ_b = Σ_i c_i m_i of example b alone,
///
///     u_b = −(1/η) ∂/∂ε_b L_teach(θ − η Σ_b ε_b ∇_θ ℓ_b(θ)) at ε = 0 = ⟨∂ℓ_b/∂z_b, ż_b⟩,   ż = (∂z/∂θ) ∇_θ L_teach(θ),
///     w_b = B max(0, u_b) / Σ_b max(0, u_b),
///
/// one forward-mode product for all examples, where the source differentiates twice. All are 1 where no u_b is above 0. The
/// step at ε = 0 is that of plain gradient descent, as in the source, whatever the student's optimiser.
struct ExampleWeights {
    /// `[batch]`, of mean 1.
    let values: Tensor

    /// - Parameters: push: Σ_i c_i ∂m_i/∂z `[batch, classes]`, m_i being means over the batch; step's other arguments as the
    ///   student sees them; teaching: seen with batch statistics and without dropout.
    init(
        push: Tensor, student: StudentState, batch: LabelledBatch, mode: NetworkMode,
        convolutions: ConvolutionRecord, network: any Network, objective: Metric, teaching: LabelledBatch
    ) throws {
        let slope = try Judgement(student, network: network, objective: objective, batch: teaching).slope
        let change = try network.outputChange(
            of: student, on: batch, mode: mode, along: slope, convolutions: convolutions)
        values = try Torch.withoutGradient {
            let useful = try (push * change).sum([1]).relu()
            let mean = try useful.mean()
            return try mean.item() > 0 ? useful / mean : useful.onesLike()
        }
    }

    /// What is a mean over the examples, by example, with the weights: `[batch, classes]`.
    func weigh(_ gradient: Tensor) throws -> Tensor {
        try gradient * values.unsqueezed(1)
    }
}
