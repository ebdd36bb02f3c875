/// The arrays of an .npz file, as `numpy.savez` and `numpy.savez_compressed` write it: a zip file with an .npy file for
/// each. Nothing of it is ever a pickle: arrays of objects are refused, and those not asked for are not read.
struct NPZFile {
    static let largestEntryCount = 1000

    let name: String
    private let bytes: [UInt8]

    init(_ reader: ByteReader) throws(DatasetError) {
        name = reader.name
        bytes = try reader.readToEnd(limit: DatasetFolder.largestFile)
    }

    /// Shows `take` each array by its name, in the file's order. What it does not read is passed over.
    func forEach(
        _ take: (_ array: String, _ entry: NPZEntry) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        do throws(DatasetError) {
            try bytes.withUnsafeBufferPointer { (buffer) throws(DatasetError) in
                try Self.forEach(ArchiveReader(zip: UnsafeRawBufferPointer(buffer)), file: name, take)
            }
        } catch .archiveUnreadable(let reason) {
            throw .undecodable(
                file: name, reason: "it is no whole zip file, as NumPy writes it (\(reason))")
        }
    }

    private static func forEach(
        _ archive: ArchiveReader, file: String,
        _ take: (_ array: String, _ entry: NPZEntry) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        var seen: Set<String> = []
        while let entry = try archive.next() {
            guard seen.count < largestEntryCount else {
                throw .malformed(
                    file: file, found: "more than \(largestEntryCount) arrays", allowed: "that many")
            }
            let shown = String(entry.path.prefix(100))
            guard entry.kind == .file, seen.insert(entry.path).inserted else {
                throw .malformed(
                    file: file, found: "an entry '\(shown)' that is no file or comes twice",
                    allowed: "one .npy file for each array")
            }
            guard entry.path.hasSuffix(".npy") else { continue }
            let array = String(shown.dropLast(entry.path.count <= 100 ? 4 : 0))
            try take(array, NPZEntry(name: "\(file): \(array)", archive: archive))
        }
    }
}
