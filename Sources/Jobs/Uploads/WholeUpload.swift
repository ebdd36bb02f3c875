internal import Synchronization

/// One upload in one piece, as it comes, and what it becomes. Its calls come one at a time; after a failure only
/// `cancel()`.
package final class WholeUpload<Product: Sendable>: Sendable {
    typealias Done = @Sendable (Result<Product, JobsError>) -> Void

    private let id: String
    private let kind: UploadKind
    private let name: String
    private let owner: String?
    private let sha256: [UInt8]?
    private let limit: Int
    private let file: UploadFile
    private let uploads: Uploads
    private let publish: @Sendable (Uploads.Arrival, @escaping Done) -> Void
    private let size = Mutex(0)

    /// - Parameter publish: makes the product of what has come whole.
    init(
        id: String, kind: UploadKind, name: String, owner: String?, sha256: [UInt8]?, file: UploadFile,
        uploads: Uploads, publish: @escaping @Sendable (Uploads.Arrival, @escaping Done) -> Void
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.owner = owner
        self.sha256 = sha256
        limit = uploads.limits.bytes
        self.file = file
        self.uploads = uploads
        self.publish = publish
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

    /// All has come: has it looked at and put in its place. `done` is called once, on a Dispatch queue.
    package func finish(done: @escaping @Sendable (Result<Product, JobsError>) -> Void) {
        file.end()
        let arrival = Uploads.Arrival(
            id: id, kind: kind, name: name, owner: owner, path: file.path, size: size.withLock { $0 },
            sha256: sha256)
        publish(arrival) { [uploads, kind, name, id] result in
            uploads.giveUp(name, id, kind)
            done(result)
        }
    }

    package func cancel() {
        file.end()
        uploads.giveUp(name, id, kind)
    }
}
