internal import Synchronization

/// One part of a resumable upload, as it comes. Its calls come one at a time; after a failure only `cancel()`.
///
/// What has come is kept when the client disappears, unless it promised a checksum, which can then not be compared.
package final class UploadPart: Sendable {
    package enum Outcome: Sendable {
        case more(ResumableUpload)
        case published(ResumableUpload)
    }

    /// Bytes after which what has come is made durable, so that a kill costs no more than that.
    private static let saveInterval = 16 << 20

    /// Bytes that hold a record on any file system.
    private static let recordRoom = 64 << 10

    private struct State {
        var record: ResumableUpload
        /// Bytes that have come of the whole.
        var end: Int
    }

    private let start: Int
    private let file: UploadFile
    private let checksum: UploadChecksum?
    private let uploads: Uploads
    private let state: Mutex<State>

    init(
        _ record: ResumableUpload, file: UploadFile, checksum: UploadChecksum?, uploads: Uploads
    ) {
        start = record.offset
        state = Mutex(State(record: record, end: record.offset))
        self.file = file
        self.checksum = checksum
        self.uploads = uploads
    }

    /// - Throws: `.uploadTooLarge`, `.diskFull`, `.storage`.
    package func write(_ piece: [UInt8]) throws(JobsError) {
        let (record, end) = state.withLock { ($0.record, $0.end) }
        guard piece.count <= record.length - end else { throw .uploadTooLarge(limit: record.length) }
        try file.write(piece)
        state.withLock { $0.end += piece.count }
        if checksum == nil, end + piece.count - record.offset >= Self.saveInterval { try save() }
    }

    /// The part is whole; with it, perhaps, the upload. `done` is called once.
    package func finish(done: @escaping @Sendable (Result<Outcome, JobsError>) -> Void) {
        file.end()
        let record: ResumableUpload
        do throws(JobsError) {
            try compare()
            record = try save()
        } catch {
            cancel()
            done(.failure(error))
            return
        }
        guard record.isWhole else {
            uploads.unclaim(record.id)
            done(.success(.more(record)))
            return
        }
        uploads.finish(record) { result in done(result.map { .published($0) }) }
    }

    /// Ends the part as far as it has come.
    package func cancel() {
        file.end()
        // Where even that fails, the upload stays where it was.
        if checksum == nil { try? keep() }
        uploads.unclaim(state.withLock(\.record.id))
    }

    /// Saves what has come. Where the disk has no room for its record, the last of it makes some.
    private func keep() throws(JobsError) {
        try file.sync()
        do throws(JobsError) {
            try note()
        } catch .diskFull {
            let end = state.withLock { state in
                state.end = max(state.record.offset, state.end - Self.recordRoom)
                return state.end
            }
            try file.cut(to: end)
            try note()
        }
    }

    private func compare() throws(JobsError) {
        guard let checksum else { return }
        let digest = try checksum.algorithm.bytes(of: file.path, range: start..<state.withLock(\.end))
        guard digest == checksum.digest else { throw .checksumMismatch(algorithm: checksum.algorithm) }
    }

    @discardableResult
    private func save() throws(JobsError) -> ResumableUpload {
        try file.sync()
        return try note()
    }

    /// Makes known what has come, and lies on stable storage.
    @discardableResult
    private func note() throws(JobsError) -> ResumableUpload {
        let (record, end) = state.withLock { ($0.record, $0.end) }
        guard end != record.offset else { return record }
        let saved = try uploads.advance(record, to: end)
        state.withLock { $0.record = saved }
        return saved
    }
}
