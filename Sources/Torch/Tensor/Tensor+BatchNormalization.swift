import CTorch

/// Batch normalisation (Ioffe & Szegedy 2015): (x − mean) / √(variance + epsilon) · weight + bias for each channel.
extension Tensor {
    /// With the statistics of this batch, which come back without history: `mean` and the biased `variance`, each
    /// [channels].
    package func batchNormalized(
        weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
    ) throws(TorchError) -> (output: Tensor, mean: Tensor, variance: Tensor) {
        let isDual = [self, weight, bias].contains { $0.map(ForwardMode.isDual) ?? false }
        let (output, mean, deviation) =
            isDual
            ? try dualNormalized(weight, bias, epsilon)
            : try normalized(weight, bias, nil, nil, true, epsilon)
        let variance = try withoutGradient { () throws(TorchError) in
            try (deviation.pow(-2) - epsilon).clamped(min: 0)
        }
        return (output, try mean.detached(), variance)
    }

    /// With given statistics, each [channels].
    package func batchNormalized(
        mean: Tensor, variance: Tensor, weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
    ) throws(TorchError) -> Tensor {
        try normalized(weight, bias, mean, variance, false, epsilon).0
    }

    /// The same on dual numbers, for which libtorch's own formula takes a dozen passes. The Jacobian of the
    /// normalised values is symmetric, so that the backward kernel is the forward product too; weight w and bias b add
    /// ẏ = w · J ẋ + ẇ x̂ + ḃ.
    private func dualNormalized(
        _ weight: Tensor?, _ bias: Tensor?, _ epsilon: Double
    ) throws(TorchError) -> (Tensor, Tensor, Tensor) {
        let x = try ForwardMode.parts(of: self)
        let w = try ForwardMode.parts(of: weight)
        let b = try ForwardMode.parts(of: bias)
        let (output, mean, deviation) = try x.value.normalized(w.value, b.value, nil, nil, true, epsilon)
        var tangent: Tensor?
        if let inner = x.tangent {
            tangent = try Tensor.apply("batch normalisation", [inner, x.value, w.value, mean, deviation]) {
                ctorch_native_batch_norm_backward($0[0], $0[1], $0[2], $0[3], $0[4], epsilon, $1)
            }
        }
        if w.tangent != nil || b.tangent != nil {
            // ẇ x̂ + ḃ, by the kernel of evaluation.
            var slope = try mean.zerosLike()
            if let tangent = w.tangent { slope = tangent }
            let variance = try deviation.pow(-2) - epsilon
            let affine = try x.value.normalized(slope, b.tangent, mean, variance, false, epsilon).0
            if let inner = tangent { tangent = try inner + affine } else { tangent = affine }
        }
        guard let tangent else { return (output, mean, deviation) }
        return (try ForwardMode.dual(output, tangent), mean, deviation)
    }

    /// The output, the mean and 1 / √(variance + epsilon).
    private func normalized(
        _ weight: Tensor?, _ bias: Tensor?, _ mean: Tensor?, _ variance: Tensor?, _ training: Bool,
        _ epsilon: Double
    ) throws(TorchError) -> (Tensor, Tensor, Tensor) {
        let name = "batch normalisation"
        let shape = self.shape
        guard shape.count >= 2, !shape.contains(0) else {
            throw .shape(
                operation: name, argument: "an input", expected: "[batch, channels, ...] and no size of 0",
                found: shape)
        }
        for (argument, tensor) in [
            ("a weight", weight), ("a bias", bias), ("a mean", mean), ("a variance", variance),
        ] { try Tensor.require(tensor, shape: [shape[1]], as: argument, of: name) }
        let inputs = [self, weight, bias, mean, variance]
        var out: (OpaquePointer?, OpaquePointer?, OpaquePointer?)
        let text = withExtendedLifetime(inputs) {
            ctorch_native_batch_norm(
                pointer, weight?.pointer, bias?.pointer, mean?.pointer, variance?.pointer, training, epsilon,
                &out.0, &out.1, &out.2)
        }
        let others = (out.1.map(TensorHandle.init), out.2.map(TensorHandle.init))
        let output = try Tensor(adopting: out.0, name, inputs.compactMap(\.self), text)
        return (
            output, try Tensor(owning: others.0, name, [self]), try Tensor(owning: others.1, name, [self])
        )
    }
}
