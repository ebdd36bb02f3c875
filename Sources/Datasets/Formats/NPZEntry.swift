/// The bytes of one array of an .npz file.
struct NPZEntry: ByteSource {
    private static let pieceSize = 256 << 10

    let name: String
    let archive: ArchiveReader

    func read(upTo count: Int) throws(DatasetError) -> [UInt8] {
        var result: [UInt8] = []
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, min(count, Self.pieceSize)), alignment: 16)
        defer { piece.deallocate() }
        while result.count < count {
            let wanted = min(piece.count, count - result.count)
            let filled = try archive.read(into: UnsafeMutableRawBufferPointer(rebasing: piece[..<wanted]))
            guard filled > 0 else { break }
            result.append(contentsOf: piece[..<filled])
        }
        return result
    }
}
