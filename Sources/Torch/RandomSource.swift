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

    deinit { ctorch_random_free(pointer) }
}
