/// The random numbers of one purpose under one seed. Each position (an epoch, an example) has a source of its
/// own, so that what is drawn does not depend on the order or the thread in which it is asked for.
package struct RandomStream: Sendable, Equatable {
    private let key: UInt64

    /// - Parameter purpose: what the numbers decide; different purposes are independent.
    package init(seed: UInt64, purpose: String) {
        // FNV-1a, 64 bits.
        let basis: UInt64 = 0xCBF2_9CE4_8422_2325
        let hash = purpose.utf8.reduce(basis) { ($0 ^ UInt64($1)) &* 0x0100_0000_01B3 }
        key = Self.absorbed(Self.absorbed(0, seed), hash)
    }

    /// - Parameter positions: an epoch, an epoch and an example …: each has numbers of its own, the same at each call.
    package func source(_ positions: Int...) -> RandomSource {
        RandomSource(state: positions.reduce(key) { Self.absorbed($0, UInt64(bitPattern: Int64($1))) })
    }

    private static func absorbed(_ key: UInt64, _ value: UInt64) -> UInt64 {
        var source = RandomSource(state: key)
        return RandomSource.mixed(source.next() ^ value)
    }
}
