/// The IDX format of LeCun's MNIST: two zero bytes, the type (8: unsigned bytes), the number of dimensions,
/// each dimension as a big-endian 32-bit number, then the values in row order.
struct IDXFile {
    /// Values one file may hold.
    static let largestCount = 2 << 30
    /// Pixels a side.
    static let largestSide = 4096

    /// Bytes of a header with three dimensions, and enough of a gzip file to hold it for certain.
    static let headerPrefix = 64 << 10

    let dimensions: [Int]
    private let reader: ByteReader

    /// Reads the header. - Parameter rank: the number of dimensions that the file must have.
    init(_ reader: ByteReader, rank: Int) throws(DatasetError) {
        self.reader = reader
        let headerSize = 4 + 4 * rank
        let header = try reader.read(upTo: headerSize)
        guard header.count == headerSize else {
            throw .malformed(
                file: reader.name, found: "\(header.count) bytes", allowed: "a header of \(headerSize) bytes")
        }
        let magic = Self.number(header, at: 0)
        let expected = 0x0800 + rank
        guard magic == expected else {
            throw .malformed(
                file: reader.name, found: "the magic number \(magic)",
                allowed: "\(expected) (unsigned bytes in \(rank) \(rank == 1 ? "dimension" : "dimensions"))")
        }
        dimensions = (1...rank).map { Self.number(header, at: 4 * $0) }
        try checkDimensions()
    }

    /// Reads the values, and confirms that the file ends with them.
    func values() throws(DatasetError) -> [UInt8] {
        let promised = dimensions.reduce(1, *)
        let values = try reader.read(upTo: promised)
        guard values.count == promised else {
            let header = 4 + 4 * dimensions.count
            throw .wrongLength(file: reader.name, found: header + values.count, promised: header + promised)
        }
        try reader.finish()
        return values
    }

    private func checkDimensions() throws(DatasetError) {
        guard dimensions[0] > 0 else {
            throw .malformed(file: reader.name, found: "no examples", allowed: "at least 1")
        }
        for side in dimensions.dropFirst() where !(1...Self.largestSide).contains(side) {
            throw .malformed(
                file: reader.name, found: "images with a side of \(side) pixels",
                allowed: "1 to \(Self.largestSide)")
        }
        // At most 2³² × 2¹² × 2¹²: it cannot overflow.
        let count = dimensions.reduce(1, *)
        guard count <= Self.largestCount else {
            throw .tooLarge(file: reader.name, found: count, allowed: Self.largestCount)
        }
    }

    private static func number(_ bytes: [UInt8], at offset: Int) -> Int {
        bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}
