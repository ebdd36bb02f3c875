extension SafetensorsHeader {
    /// Reads exactly the grammar of the format: an object of tensors and at most one `__metadata__`, each name and
    /// each member once, then only spaces.
    init(decoding bytes: ArraySlice<UInt8>, path: String) throws(TorchError) {
        var scanner = JSONScanner(bytes: bytes, path: path)
        guard bytes.first == UInt8(ascii: "{") else { throw scanner.error("an object") }
        var entries: [SafetensorsEntry] = []
        var metadata: [String: String] = [:]
        try scanner.object { scanner, name throws(TorchError) in
            if name == "__metadata__" {
                try scanner.object { scanner, key throws(TorchError) in
                    metadata[key] = try scanner.string()
                }
            } else {
                entries.append(try Self.entry(name, &scanner))
            }
        }
        try scanner.end()
        self.init(entries: entries, metadata: metadata)
    }

    private static func entry(
        _ name: String, _ scanner: inout JSONScanner
    ) throws(TorchError) -> SafetensorsEntry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanner.object { scanner, member throws(TorchError) in
            switch member {
            case "dtype": type = try scanner.string()
            case "shape": shape = try scanner.integers()
            case "data_offsets": offsets = try scanner.integers()
            default: throw scanner.error("dtype, shape or data_offsets")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw scanner.error("dtype, shape and two data_offsets for the tensor \"\(name)\"")
        }
        return SafetensorsEntry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
    }
}
