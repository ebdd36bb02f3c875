import CTorch

/// Batch normalisation (Ioffe & Szegedy 2015): (x − mean) / √(variance + epsilon) · weight + bias for each channel.
extension Tensor {
    /// With the statistics of this batch, which come back without history: `mean` and the biased `variance`, each
    /// [channels].
    package func batchNormalized(
        weight: Tensor? = nil, bias: Tensor? = nil, epsilon: Double = 1e-5
    ) throws(TorchError) -> (output: Tensor, mean: Tensor, variance: Tensor) {
        let (output, mean, deviation) = try normalized(weight, bias, nil, nil, true, epsilon)
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
