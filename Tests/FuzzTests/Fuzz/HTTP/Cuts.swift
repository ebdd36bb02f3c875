/// Ways to cut bytes in pieces, as a network may.
enum Cuts {
    /// As one piece, in pieces of 1 to 40 bytes whose lengths follow from the bytes, and, if they are few, byte by byte.
    static func all(_ bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
        let cuts = [[bytes[...]], uneven(bytes)]
        return bytes.count > 200 ? cuts : cuts + [bytes.indices.map { bytes[$0...$0] }]
    }

    private static func uneven(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        // FNV-1a, going on in the manner of a linear congruential generator.
        var state = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let piece = rest.prefix(1 + Int(state >> 59) + Int(state >> 50 & 8))
            pieces.append(piece)
            rest = rest[piece.endIndex...]
        }
        return pieces
    }
}
