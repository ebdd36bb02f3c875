/// The bytes of one array of an .npz file.
struct NPZEntry: ByteSource {
    let name: String
    let archive: ArchiveReader

    func read(upTo count: Int) throws(DatasetError) -> [UInt8] {
        try archive.read(upTo: count)
    }
}
