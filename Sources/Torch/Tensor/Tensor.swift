import CTorch

/// An n-dimensional array of libtorch. Its operations return new values (or views that nobody writes through) and
/// throw `TorchError` where libtorch throws. Not `Sendable`: it lives on the thread or queue of its job.
package struct Tensor {
    let handle: TensorHandle
    package let type: DataType

    var pointer: OpaquePointer { handle.pointer }

    package var rank: Int { withExtendedLifetime(handle) { ctorch_rank(handle.pointer) } }

    package var shape: [Int] {
        withExtendedLifetime(handle) {
            (0..<ctorch_rank(handle.pointer)).map { ctorch_size(handle.pointer, $0) }
        }
    }

    /// The number of elements.
    package var count: Int { withExtendedLifetime(handle) { ctorch_count(handle.pointer) } }

    package var device: Device {
        withExtendedLifetime(handle) { Device(number: ctorch_device(handle.pointer)) }
    }

    package var requiresGradient: Bool {
        withExtendedLifetime(handle) { ctorch_requires_gradient(handle.pointer) }
    }

    package var isContiguous: Bool {
        withExtendedLifetime(handle) { ctorch_is_contiguous(handle.pointer, false) }
    }

    /// Whether a [batch, channels, height, width] tensor lies in memory with its channels innermost.
    package var isChannelsLast: Bool {
        withExtendedLifetime(handle) { ctorch_is_contiguous(handle.pointer, true) }
    }
}

extension Tensor: CustomStringConvertible {
    /// Type and shape, not the values.
    package var description: String {
        "\(type) \(shape)" + (device == .cpu ? "" : " on \(device)")
    }
}
