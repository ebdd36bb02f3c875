package import Specification
internal import Synchronization

/// One upload in one piece, as it comes. Its calls come one at a time; after a failure only `cancel()`.
package final class DatasetUpload: Sendable {
    private let id: String
    private let name: String
    private let owner: String?
    private let sha256: [UInt8]?
    private let limit: Int
    private let file: UploadFile
    private let uploads: DatasetUploads
    private let size = Mutex(0)

    init(
        id: String, name: String, owner: String?, sha256: [UInt8]?, limit: Int, file: UploadFile,
        uploads: DatasetUploads
    ) {
        self.id = id
        self.name = name
        self.owner = owner
        self.sha256 = sha256
        self.limit = limit
        self.file = file
        self.uploads = uploads
    }

    /// - Throws: `.uploadTooLarge`, `.diskFull`, `.storage`.
    package func write(_ piece: [UInt8]) throws(JobsError) {
        let size = size.withLock { size in
            size += piece.count
            return size
        }
        guard size <= limit else { throw .uploadTooLarge(limit: limit) }
        try file.write(piece)
    }

    /// All has come: has it unpacked and read. `done` is called once, on a Dispatch queue.
    package func finish(done: @escaping @Sendable (Result<UploadedDataset, JobsError>) -> Void) {
        let arrival = DatasetUploads.Arrival(
            id: id, name: name, owner: owner, path: file.path, size: size.withLock { $0 }, sha256: sha256)
        uploads.publish(arrival) { [uploads, name, id] result in
            uploads.giveUp(name, id)
            done(result)
        }
    }

    package func cancel() { uploads.giveUp(name, id) }
}
