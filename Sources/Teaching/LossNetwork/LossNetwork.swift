package import Torch

import func Foundation.log

/// A loss that is learned, added to the reference metric: the mean over the answers that count of
///
///     ℓ_ψ(z, y) = Σ_c P · tanh(Q(f_c)),   f_c = (p_c, log p_c / log C, [c = y])
///
/// with p = softmax(z) over the C classes, Q an affine map and P a vector: the same small network at every class, a convolution of
/// width 1 along the classes. ψ are the matrix and the bias of Q, and P. P starts at 0, so that teaching starts at the reference
/// metric. Source: Hai et al., L2T-DLN, NeurIPS 2023, for the idea of a loss network; its form here is this project's own.
package struct LossNetwork {
    /// Hidden units: rows of Q.
    static let hidden = 16
    /// Numbers in f_c.
    static let features = 3
    /// Numbers in ψ: Q's matrix row by row, Q's bias and P, in this order.
    package static let count = hidden * features + 2 * hidden
    /// |ψ_j| is at most this.
    static let bound = 2.0

    package static func initialParameters(random: RandomSource) throws -> [Double] {
        let rows = try Initialization.kaimingUniform(
            [hidden, features], fan: features, type: .float64, random: random
        ).flattened().doubles()
        return rows + Array(repeating: 0, count: 2 * hidden)
    }

    /// ψ, `[count]`.
    let parameters: Tensor

    init(parameters: Tensor) {
        self.parameters = parameters
    }

    package init(_ parameters: [Double], type: DataType, device: Device) throws {
        self.parameters = try Tensor(parameters, shape: [parameters.count]).to(type: type).to(device: device)
    }

    /// - Parameters: output: z, `[batch, classes]` or `[batch, classes, height, width]`; target: y, −1 where nothing counts.
    /// - Returns: a scalar; 0 where nothing counts.
    func callAsFunction(_ output: Tensor, _ target: Tensor) throws -> Tensor {
        let classes = output.shape[1]
        let scores = try output.rank > 2 ? output.permuted([0, 2, 3, 1]) : output
        let logProbabilities = try scores.reshaped([-1, classes]).logSoftmax(1)
        let labels = try target.reshaped([-1])
        let counts = try labels.greaterOrEqual(to: 0).to(type: output.type)
        let isLabel = try labels.clamped(min: 0).to(type: .int64).oneHot(classes).to(type: output.type)
        let features = try Tensor.stacked(
            [logProbabilities.exp(), logProbabilities / log(Double(max(classes, 2))), isLabel], 2)
        let (rows, units) = (Self.hidden * Self.features, Self.hidden)
        let hidden = try features.linear(
            parameters.narrowed(0, 0, rows).reshaped([Self.hidden, Self.features]),
            parameters.narrowed(0, rows, units)
        ).tanh()
        let sums = try (hidden * parameters.narrowed(0, rows + units, units)).sum([1, 2])
        return try (sums * counts).sum() / counts.sum().clamped(min: 1)
    }
}

extension LossNetwork {
    /// ℓ_ψ and ∂ℓ_ψ/∂z, in the shape of `output`.
    func measure(_ output: Tensor, _ target: Tensor) throws -> (value: Double, outputGradient: Tensor) {
        try Torch.withGradient {
            let leaf = try output.detached().requiringGradient()
            let value = try self(leaf, target)
            return (try value.item(), try Tensor.gradients(of: value, withRespectTo: [leaf])[0])
        }
    }

    /// ∂/∂ψ ⟨∂ℓ_ψ/∂z, ż⟩, `[count]`.
    /// - Parameter change: ż, in the shape of `output`.
    func effect(at output: Tensor, _ target: Tensor, along change: Tensor) throws -> Tensor {
        try Torch.withGradient {
            let scores = try output.detached().requiringGradient()
            let leaf = try parameters.requiringGradient()
            let value = try LossNetwork(parameters: leaf)(scores, target)
            let outputGradient = try Tensor.gradients(
                of: value, withRespectTo: [scores], createGraph: true)[0]
            return try Tensor.gradients(
                of: outputGradient, withRespectTo: [leaf], outputGradients: [change])[0]
        }
    }
}

extension StudentStep {
    /// The gradient of the teaching loss in ψ through the student's real update, where the student's loss was the reference
    /// metric and ℓ_ψ: with v and ż of ``TeachingGradient``,
    ///
    ///     dL_teach/dψ = −∂/∂ψ ⟨∂ℓ_ψ/∂z, ż⟩,
    ///
    /// a second-order graph through the loss network alone.
    /// - Parameters: output: z of this step; objective: L_teach; batch: the teaching batch.
    package func teachingGradient(
        of loss: LossNetwork, at output: Tensor, network: any Network, optimizer: any Optimizer,
        objective: Metric, batch teaching: LabelledBatch
    ) throws -> TeachingGradient {
        let evaluation = try TeachingEvaluation(
            after, network: network, objective: objective, batch: teaching)
        let change = try network.outputChange(
            of: before, on: batch, mode: mode, along: direction(evaluation, optimizer),
            convolutions: convolutions)
        let effect = try loss.effect(at: output, batch.target, along: change)
        return TeachingGradient(
            values: try effect.doubles().map { -$0 }, loss: evaluation.loss,
            teachingOutput: evaluation.output)
    }
}
