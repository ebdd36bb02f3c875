/// Dropout (Srivastava et al. 2014): zeroes elements with `probability` and scales the others by
/// 1 / (1 − probability).
package struct Dropout: Sendable {
    package let probability: Double

    /// The probability is kept within 0 ... 1.
    package init(probability: Double) { self.probability = min(max(probability, 0), 1) }

    /// In training draws a mask of the shape of `x`; a copy of `random` draws the same mask again.
    package func callAsFunction(
        _ x: Tensor, mode: LayerMode, random: RandomSource
    ) throws(TorchError) -> Tensor {
        guard mode == .training, probability > 0 else { return x }
        guard probability < 1 else { return try x * 0 }
        let mask = try Tensor.bernoulli(
            x.shape, probability: 1 - probability, type: x.type, device: x.device, random: random)
        return try x * (mask * (1 / (1 - probability)))
    }
}
