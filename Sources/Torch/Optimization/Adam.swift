import func Foundation.pow

/// Adam (Kingma & Ba 2015) with L2 weight decay, and AdamW (Loshchilov & Hutter 2019) with decoupled decay, as
/// PyTorch's `torch.optim.Adam` and `AdamW`:
/// m' = β₁ m + (1−β₁) g;  v' = β₂ v + (1−β₂) g²;  U = η m̂ / (√v̂ + ε),  m̂ = m'/(1−β₁ᵗ),  v̂ = v'/(1−β₂ᵗ).
package struct Adam: Optimizer {
    package var beta1: Double
    package var beta2: Double
    package var epsilon: Double
    package var weightDecay: Double
    /// True for AdamW: θ shrinks by η λ beside the step; false: λ θ is part of the gradient.
    package var decoupled: Bool

    package init(
        beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 0,
        decoupled: Bool = false
    ) {
        self.beta1 = beta1
        self.beta2 = beta2
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        self.decoupled = decoupled
    }

    package var slots: [String] { ["mean", "square"] }

    package func update(
        _ parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int, learningRate: Double
    ) throws -> (parameter: Tensor, slots: [Tensor]) {
        let moments = try moments(of: parameter, gradient: gradient, slots: slots, step: step)
        let direction = try moments.mean / (moments.root + epsilon)
        let base =
            decoupled && weightDecay != 0 ? try parameter * (1 - learningRate * weightDecay) : parameter
        return (try base.adding(direction, scale: -learningRate), moments.slots)
    }

    /// ∂U/∂g = η [ (1−β₁)/(1−β₁ᵗ) / (√v̂+ε) − m̂ / (√v̂+ε)² · (1−β₂) g / ((1−β₂ᵗ) √v̂) ], through both moments.
    /// Where √v̂ = 0 (a gradient that was never other than zero) the second term is taken as 0.
    package func derivativeProduct(
        _ vector: Tensor, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int,
        learningRate: Double
    ) throws -> Tensor {
        let moments = try moments(of: parameter, gradient: gradient, slots: slots, step: step)
        let denominator = try moments.root + epsilon
        let first = try denominator.reciprocal() * ((1 - beta1) / (1 - power(beta1, step)))
        let rootSlope = try moments.gradient * ((1 - beta2) / (1 - power(beta2, step)))
        // The bound is a number of float32 too, where a smaller one would round to 0 and give 0/0.
        let safeRoot = try moments.root.clamped(min: 1e-30)
        let second = try moments.mean / denominator * (rootSlope / safeRoot) / denominator
        return try vector * (first - second) * learningRate
    }

    /// Backwards through θ' = θ (1 − η λ) − η m̂ / (√v̂ + ε), m' and v'. Where √v̂ = 0 its slope is taken as 0.
    package func adjoint(
        _ results: UpdateAdjoint, parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int,
        learningRate: Double
    ) throws -> (arguments: UpdateAdjoint, gradient: Tensor) {
        let moments = try moments(of: parameter, gradient: gradient, slots: slots, step: step)
        let quotient = try results.parameter / (moments.root + epsilon)
        let mean = try results.slots[0].adding(quotient, scale: -learningRate / (1 - power(beta1, step)))
        // The bound is a number of float32 too, where a smaller one would round to 0 and give 0/0.
        let safeRoot = try moments.root.clamped(min: 1e-30)
        let root = try quotient * (moments.mean / (moments.root + epsilon)) / safeRoot
        let square = try results.slots[1].adding(
            root, scale: 0.5 * learningRate / (1 - power(beta2, step)))
        let slope = try (mean * (1 - beta1)).adding(square * moments.gradient, scale: 2 * (1 - beta2))
        var own = results.parameter
        if weightDecay != 0 {
            own =
                decoupled
                ? try own * (1 - learningRate * weightDecay) : try own.adding(slope, scale: weightDecay)
        }
        return (UpdateAdjoint(parameter: own, slots: [try mean * beta1, try square * beta2]), slope)
    }

    private struct Moments {
        /// With the coupled decay in it.
        var gradient: Tensor
        /// m̂ and √v̂.
        var mean: Tensor
        var root: Tensor
        var slots: [Tensor]
    }

    private func moments(
        of parameter: Tensor, gradient: Tensor, slots: [Tensor], step: Int
    ) throws -> Moments {
        let coupled = !decoupled && weightDecay != 0
        let gradient = coupled ? try gradient.adding(parameter, scale: weightDecay) : gradient
        let mean = try (slots[0] * beta1).adding(gradient, scale: 1 - beta1)
        let square = try (slots[1] * beta2).adding(gradient.square(), scale: 1 - beta2)
        return Moments(
            gradient: gradient, mean: try mean * (1 / (1 - power(beta1, step))),
            root: try (square * (1 / (1 - power(beta2, step)))).sqrt(), slots: [mean, square])
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        pow(base, Double(exponent))
    }
}
