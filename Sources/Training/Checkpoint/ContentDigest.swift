/// FNV-1a (Fowler, Noll & Vo) of 64 bits, by words of 8 bytes: tells a file that storage has changed from one that it
/// has not. Any change within one word changes it. No protection against intent.
struct ContentDigest {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    /// Takes in the bytes and their number, so that neighbours do not run into one another.
    mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            let words = buffer.count / 8
            for word in 0..<words {
                add(UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self)))
            }
            for byte in buffer[(8 * words)...] { add(UInt64(byte)) }
        }
        add(UInt64(bytes.count))
    }

    private mutating func add(_ word: UInt64) {
        value = (value ^ word) &* 0x0000_0100_0000_01b3
    }
}
