/// One array of a NumPy file: its header read, its values not yet.
struct NPYArray<Source: ByteSource> {
    /// Values that are read at once.
    private static var stretch: Int { 32 << 10 }

    let header: NPYHeader
    private let source: Source

    init(_ source: Source) throws(DatasetError) {
        self.source = source
        header = try NPYHeader(source)
    }

    /// [N, H, W], [N, H, W, C] or [N, F]: uint8 as it is; floats of 0 to 1 become the nearest of 256 levels.
    /// - Parameter withPixels: false reads the header only.
    func images(withPixels: Bool) throws(DatasetError) -> NPYImages {
        let shape = try NPYImages.shape(of: header, name: source.name)
        guard withPixels else {
            return NPYImages(name: source.name, count: header.shape[0], shape: shape, pixels: [])
        }
        let count = header.shape[0] * shape.count
        let type = header.type
        let pixels: [UInt8]
        if type.kind == .float {
            pixels = try values(count) { (bits, position) throws(DatasetError) in
                let value = type.number(bits)
                guard value >= 0, value <= 1 else {
                    throw .malformed(
                        file: source.name, found: "the value \(value) in example \(position / shape.count)",
                        allowed: "floats from 0 to 1, or uint8")
                }
                return UInt8((value * 255).rounded())
            }
        } else {
            pixels = try bytes(count)
        }
        return NPYImages(name: source.name, count: header.shape[0], shape: shape, pixels: pixels)
    }

    /// [N] or [N, 1], of any type of whole numbers.
    func labels() throws(DatasetError) -> NPYLabels {
        try NPYLabels.check(header, name: source.name)
        let type = header.type
        let largest = DatasetManifest.largestClassCount - 1
        let labels = try values(header.shape[0]) { (bits, position) throws(DatasetError) in
            guard let label = type.integer(bits), (0...largest).contains(label) else {
                let shown = type.integer(bits).map(String.init) ?? "\(bits)"
                throw .malformed(
                    file: source.name, found: "the class \(shown) for example \(position)",
                    allowed: "classes from 0 to \(largest)")
            }
            return Int32(label)
        }
        return NPYLabels(name: source.name, labels: labels)
    }

    private func bytes(_ count: Int) throws(DatasetError) -> [UInt8] {
        let bytes = try source.read(upTo: count)
        guard bytes.count == count else { throw wrongLength(bytes.count, count) }
        try finish(count)
        return bytes
    }

    /// Each value's bits through `convert`, a stretch at a time.
    private func values<Value>(
        _ count: Int, _ convert: (_ bits: UInt64, _ position: Int) throws(DatasetError) -> Value
    ) throws(DatasetError) -> [Value] {
        let size = header.type.size
        var result: [Value] = []
        while result.count < count {
            let wanted = min(Self.stretch, count - result.count)
            let bytes = try source.read(upTo: wanted * size)
            guard bytes.count == wanted * size else {
                throw wrongLength(result.count * size + bytes.count, count * size)
            }
            try bytes.withUnsafeBufferPointer { (buffer) throws(DatasetError) in
                for place in 0..<wanted {
                    try result.append(convert(header.type.bits(buffer, at: place * size), result.count))
                }
            }
        }
        try finish(count * size)
        return result
    }

    private func finish(_ promised: Int) throws(DatasetError) {
        guard try source.read(upTo: 1).isEmpty else {
            throw .trailingBytes(file: source.name, promised: promised)
        }
    }

    private func wrongLength(_ found: Int, _ promised: Int) -> DatasetError {
        .wrongLength(file: source.name, found: found, promised: promised)
    }
}
