/// Bytes front to back: of a file, or of an archive's entry.
protocol ByteSource {
    /// For errors.
    var name: String { get }

    /// The next `count` bytes, fewer only at the end. Memory follows the bytes that are really there.
    func read(upTo count: Int) throws(DatasetError) -> [UInt8]
}

extension ByteReader: ByteSource {}
