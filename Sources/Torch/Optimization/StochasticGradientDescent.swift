/// SGD with momentum μ, Nesterov's variant and L2 weight decay λ, as PyTorch's `torch.optim.SGD` (dampening 0):
/// b' = μ b + g + λ θ;  U = η b', or η (g + λ θ + μ b') for Nesterov.
package struct StochasticGradientDescent: Optimizer {
    package var momentum: Double
    package var nesterov: Bool
    package var weightDecay: Double

    package init(momentum: Double = 0, nesterov: Bool = false, weightDecay: Double = 0) {
        self.momentum = momentum
        self.nesterov = nesterov
        self.weightDecay = weightDecay
    }

    package var slots: [String] { momentum == 0 ? [] : ["momentum"] }

    package func update(
        _ parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int, learningRate: Double
    ) throws -> (parameter: Tensor, slots: [Tensor]) {
        let decayed = weightDecay == 0 ? gradient : try gradient.adding(parameter, scale: weightDecay)
        guard let buffer = slots.first else {
            return (try parameter.adding(decayed, scale: -learningRate), [])
        }
        let moved = try decayed.adding(buffer, scale: momentum)
        let direction = nesterov ? try decayed.adding(moved, scale: momentum) : moved
        return (try parameter.adding(direction, scale: -learningRate), [moved])
    }

    /// J_U = η, or η (1 + μ) for Nesterov: the same for every scalar.
    package func derivativeProduct(
        _ vector: Tensor, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int,
        learningRate: Double
    ) throws -> Tensor {
        try vector * (nesterov ? learningRate * (1 + momentum) : learningRate)
    }

    /// Backwards through θ' = θ − η d, d = b' or g + λ θ + μ b', and b' = μ b + g + λ θ.
    package func adjoint(
        _ results: UpdateAdjoint, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int,
        learningRate: Double
    ) throws -> (arguments: UpdateAdjoint, gradient: Tensor) {
        var slope = try results.parameter * -learningRate
        var before: [Tensor] = []
        if let buffer = results.slots.first {
            let moved = try buffer.adding(slope, scale: nesterov ? momentum : 1)
            before = [try moved * momentum]
            slope = nesterov ? try slope + moved : moved
        }
        let own =
            weightDecay == 0 ? results.parameter : try results.parameter.adding(slope, scale: weightDecay)
        return (UpdateAdjoint(parameter: own, slots: before), slope)
    }
}
