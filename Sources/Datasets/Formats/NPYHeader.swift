/// What stands before an array's values in NumPy's format, versions 1.0 to 3.0: a magic number, the version, a length,
/// and a Python dictionary of so many bytes.
struct NPYHeader: Sendable, Equatable {
    /// NumPy's own bound.
    static let largestText = 10_000
    static let largestRank = 4

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    let type: NPYType
    let shape: [Int]

    /// Reads it, and leaves the source before the first value.
    init(_ source: some ByteSource) throws(DatasetError) {
        let name = source.name
        let start = try source.read(upTo: 8)
        guard start.count == 8, start.starts(with: Self.magic) else {
            throw .malformed(
                file: name, found: "no NumPy array", allowed: "one as numpy.savez or numpy.save writes it")
        }
        guard (1...3).contains(start[6]), start[7] == 0 else {
            throw .malformed(
                file: name, found: "version \(start[6]).\(start[7]) of NumPy's format",
                allowed: "1.0, 2.0 or 3.0")
        }
        let length = try source.read(upTo: start[6] == 1 ? 2 : 4)
        let count = length.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard count <= Self.largestText else {
            throw .malformed(
                file: name, found: "a header of \(count) bytes", allowed: "at most \(Self.largestText)")
        }
        let text = try source.read(upTo: count)
        guard length.count == (start[6] == 1 ? 2 : 4), text.count == count else {
            throw .malformed(file: name, found: "an end in its header", allowed: "a whole array")
        }
        try self.init(NPYHeaderText(text, name: name), name: name)
    }

    private init(_ text: NPYHeaderText, name: String) throws(DatasetError) {
        guard let type = NPYType(text.type) else {
            let shown = text.type.prefix(40)
            throw .malformed(
                file: name,
                found: text.type.hasSuffix("O") ? "Python objects" : "values of the type '\(shown)'",
                allowed: "numbers: uint8 to uint64, int8 to int64, float16, float32 or float64")
        }
        guard !text.isFortran else {
            throw .malformed(
                file: name, found: "values in column order (fortran_order)",
                allowed: "row order, as numpy.ascontiguousarray makes it")
        }
        guard (1...Self.largestRank).contains(text.shape.count) else {
            throw .malformed(
                file: name, found: "\(text.shape.count) dimensions", allowed: "1 to \(Self.largestRank)")
        }
        self.type = type
        shape = text.shape
    }

    /// As Python writes a shape: `(60000, 28, 28)`.
    var shapeText: String {
        "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
    }
}
