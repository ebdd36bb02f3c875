import CTorch

/// Random tensors. Values are drawn on the CPU and then moved, so that they do not depend on the device.
extension Tensor {
    /// Values from N(mean, deviation²).
    package static func normal(
        _ shape: [Int], mean: Double = 0, deviation: Double = 1, type: DataType = .float32,
        device: Device = .cpu,
        random: RandomSource
    ) throws(TorchError) -> Tensor {
        try drawn("normal", shape, device, random) {
            ctorch_normal(shape, shape.count, mean, deviation, type.rawValue, $0, $1)
        }
    }

    /// Values in [low, high).
    package static func uniform(
        _ shape: [Int], low: Double = 0, high: Double = 1, type: DataType = .float32, device: Device = .cpu,
        random: RandomSource
    ) throws(TorchError) -> Tensor {
        try drawn("uniform", shape, device, random) {
            ctorch_uniform(shape, shape.count, low, high, type.rawValue, $0, $1)
        }
    }

    /// One with the probability, else zero.
    package static func bernoulli(
        _ shape: [Int], probability: Double, type: DataType = .float32, device: Device = .cpu,
        random: RandomSource
    ) throws(TorchError) -> Tensor {
        try drawn("bernoulli", shape, device, random) {
            ctorch_bernoulli(shape, shape.count, probability, type.rawValue, $0, $1)
        }
    }

    /// The numbers 0 ..< count in random order, int64.
    package static func permutation(_ count: Int, random: RandomSource) throws(TorchError) -> Tensor {
        try drawn("permutation", [count], .cpu, random) { ctorch_permutation(count, $0, $1) }
    }

    private static func drawn(
        _ operation: String, _ shape: [Int], _ device: Device, _ random: RandomSource,
        _ call: (OpaquePointer, TensorOut?) -> ctorch_error?
    ) throws(TorchError) -> Tensor {
        guard TensorShape.count(shape) != nil else { throw .valueCount(shape: shape, found: 0) }
        let tensor = try apply(operation, []) { _, out in
            withExtendedLifetime(random) { call(random.pointer, out) }
        }
        return device == .cpu ? tensor : try tensor.to(device: device)
    }
}
