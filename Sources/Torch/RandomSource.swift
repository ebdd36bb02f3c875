import CTorch

/// A stream of random numbers (libtorch's Mersenne Twister on the CPU). Drawing from it moves it on; the same seed
/// and the same draws give the same values on every machine and device.
package final class RandomSource {
    let pointer: OpaquePointer

    package init(seed: UInt64) throws(TorchError) {
        var created: OpaquePointer?
        let text = ctorch_random_create(seed, &created)
        guard let created else { throw TorchError("random source", [], text) }
        pointer = created
    }

    /// A source that goes on where the one that gave `state` stood.
    package convenience init(state: Tensor) throws(TorchError) {
        try self.init(seed: 0)
        try restore(state)
    }

    deinit { ctorch_random_free(pointer) }

    /// Everything that decides the next values, as uint8: for checkpoints.
    package func state() throws(TorchError) -> Tensor {
        var out: OpaquePointer?
        let text = withExtendedLifetime(self) { ctorch_random_state(pointer, &out) }
        return try Tensor(adopting: out, "random state", [], text)
    }

    package func restore(_ state: Tensor) throws(TorchError) {
        let text = withExtendedLifetime((self, state)) {
            ctorch_random_set_state(pointer, state.pointer)
        }
        if let text { throw TorchError("restoring a random source", [state], text) }
    }

    /// A second source in the same place: draws from it repeat what this one is going to give.
    package func copy() throws(TorchError) -> RandomSource { try RandomSource(state: state()) }
}
