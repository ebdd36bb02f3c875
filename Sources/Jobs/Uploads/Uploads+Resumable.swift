internal import Foundation
internal import Specification

extension Uploads {
    /// Begins an upload that comes in parts. Its record is on stable storage when this returns.
    /// - Parameters: metadata: what the client says of it, kept as it is.
    /// - Throws: `.torchScriptNotAllowed`, `.uploadNameInvalid`, `.nameTaken`, `.uploadTooLarge`, `.diskFull`,
    ///   `.tooManyUploads`, `.tooManyUploadsOfOwner`.
    package func create(
        _ goal: UploadGoal, length: Int, owner: String?, metadata: String?
    ) throws(JobsError) -> ResumableUpload {
        try check(goal.name, length: length, goal.kind)
        let time = now()
        let record = ResumableUpload(
            id: identifiers.next(at: time, kind: "upl"), goal: goal, owner: owner, length: length, offset: 0,
            createdAt: time, expiresAt: time + limits.lifetime, metadata: metadata)
        try state.withLock { (state) throws(JobsError) in
            try requireRoom(for: owner, in: state)
            try take(goal.name, for: record.id, goal.kind, in: &state)
            state.resumable[record.id] = record
        }
        do throws(JobsError) {
            _ = try UploadFile(dataPath(record.id), offset: 0, expecting: 0, space: space)
            try save(record)
        } catch {
            forget(record)
            throw error
        }
        expires(record)
        return record
    }

    /// - Throws: `.unknownUpload`, as all that take an id: for one that has ended or expired, too.
    package func upload(_ id: String) throws(JobsError) -> ResumableUpload {
        guard let record = state.withLock({ $0.resumable[id] }), record.expiresAt > now() else {
            throw .unknownUpload(id)
        }
        return record
    }

    /// Begins to take a further part.
    /// - Parameters: offset: where it begins, as the client thinks; length: of the part, where it is known; checksum:
    ///   of the part, where the client has said one.
    /// - Throws: `.uploadOffsetWrong`, `.uploadBusy`, `.uploadTooLarge`, `.diskFull`, `.torchScriptNotAllowed`.
    package func append(
        to id: String, offset: Int, length: Int?, checksum: UploadChecksum?
    ) throws(JobsError) -> UploadPart {
        let record = try claim(id)
        do throws(JobsError) {
            if record.goal.kind == .student { try requireTorchScript() }
            guard record.offset == offset else {
                throw .uploadOffsetWrong(found: offset, expected: record.offset)
            }
            guard length ?? 0 <= record.length - offset else { throw .uploadTooLarge(limit: record.length) }
            let expected = length ?? record.length - offset
            try space.require(expected)
            let file = try UploadFile(dataPath(id), offset: offset, expecting: expected, space: space)
            return UploadPart(record, file: file, checksum: checksum, uploads: self)
        } catch {
            unclaim(id)
            throw error
        }
    }

    /// Forgets the upload and what has come of it. - Throws: `.uploadBusy`.
    package func terminate(_ id: String) throws(JobsError) {
        forget(try claim(id))
    }

    // MARK: For parts

    /// Makes the part's end known; it is on stable storage when this returns.
    func advance(_ record: ResumableUpload, to offset: Int) throws(JobsError) -> ResumableUpload {
        var record = record
        record.offset = offset
        record.expiresAt = now() + limits.lifetime
        try save(record)
        state.withLock { $0.resumable[record.id] = record }
        expires(record)
        return record
    }

    /// Has a whole upload published. What can be mended later leaves it as it is.
    func finish(
        _ record: ResumableUpload, done: @escaping @Sendable (Result<ResumableUpload, JobsError>) -> Void
    ) {
        let arrival = Arrival(
            id: record.id, kind: record.goal.kind, name: record.goal.name, owner: record.owner,
            path: dataPath(record.id), size: record.length, sha256: nil)
        switch record.goal {
        case .dataset:
            publishDataset(arrival) { [self] in done(settle(record, by: $0)) }
        case .student(_, let task):
            publishStudent(arrival, task: task) { [self] in done(settle(record, by: $0)) }
        }
    }

    private func settle<Product>(
        _ record: ResumableUpload, by result: Result<Product, JobsError>
    ) -> Result<ResumableUpload, JobsError> {
        switch result {
        case .failure(.diskFull), .failure(.storage), .failure(.uploadsStopped),
            .failure(.engineNotStarted), .failure(.torchScriptNotAllowed):
            unclaim(record.id)
        default:
            forget(record)
        }
        return result.map { _ in record }
    }

    func unclaim(_ id: String) {
        let record = state.withLock { state in
            state.busy.remove(id)
            return state.resumable[id]
        }
        if let record { expires(record) }
    }

    /// Counts what has begun and not ended, in parts or in one piece.
    func requireRoom(for owner: String?, in state: State) throws(JobsError) {
        if let owner {
            let own =
                state.resumable.values.count(where: { $0.owner == owner })
                + state.whole.values.count(where: { $0 == owner })
            guard own < limits.unfinishedPerOwner else {
                throw .tooManyUploadsOfOwner(limit: limits.unfinishedPerOwner)
            }
        }
        guard state.resumable.count + state.whole.count < limits.unfinished else {
            throw .tooManyUploads(limit: limits.unfinished)
        }
    }

    /// Makes the caller the only one who works on the upload. The record is read behind that: a part that has just ended
    /// has moved its offset.
    private func claim(_ id: String) throws(JobsError) -> ResumableUpload {
        let time = now()
        return try state.withLock { (state) throws(JobsError) in
            guard !state.isStopped else { throw .uploadsStopped }
            guard let record = state.resumable[id], record.expiresAt > time else { throw .unknownUpload(id) }
            guard state.busy.insert(id).inserted else { throw .uploadBusy(id) }
            return record
        }
    }

    // MARK: Records

    func forget(_ record: ResumableUpload) {
        // The record first: data without one are removed at the next start.
        remove(recordPath(record.id))
        remove(dataPath(record.id))
        state.withLock { state in
            state.resumable[record.id] = nil
            state.busy.remove(record.id)
            if state.names[record.nameKey] == record.id { state.names[record.nameKey] = nil }
        }
    }

    /// One that was whole when the service died, and not published yet.
    func publishLeft(_ record: ResumableUpload) {
        do throws(JobsError) {
            finish(try claim(record.id)) { _ in }
        } catch {
            notice(
                .uploadFailed(
                    kind: record.goal.kind.rawValue, name: record.goal.name, reason: "\(error)"))
        }
    }

    private func save(_ record: ResumableUpload) throws(JobsError) {
        guard let bytes = try? JSONCoding.encode(record) else {
            throw .storage(action: "note an upload", reason: "its record is not JSON")
        }
        try StateFile.write(bytes, to: recordPath(record.id))
    }

    /// Those that are whole themselves and have their data.
    func readRecords() -> [ResumableUpload] {
        files(in: directory.uploadsPath).filter { $0.hasSuffix(".json") }.compactMap { name in
            let bytes = try? Data(contentsOf: URL(filePath: directory.uploadsPath + "/" + name))
            let record = bytes.flatMap { try? JSONCoding.decode(ResumableUpload.self, from: $0) }
            guard let record, "\(record.id).json" == name else { return nil }
            var status = stat()
            guard stat(dataPath(record.id), &status) == 0, Int(status.st_size) >= record.offset else {
                return nil
            }
            return record
        }
    }
}
