internal import CLinux
internal import Foundation
internal import Specification

extension DatasetUploads {
    /// An archive that has come whole.
    struct Arrival: Sendable {
        let id: String
        let name: String
        let owner: String?
        let path: String
        let size: Int
        /// What the client says its digest is.
        let sha256: [UInt8]?
    }

    /// Has the archive unpacked and read, behind those that came before it; then it is a data set, or nothing of it is
    /// left but the archive. `done` is called once, on a Dispatch queue.
    func publish(
        _ arrival: Arrival, done: @escaping @Sendable (Result<UploadedDataset, JobsError>) -> Void
    ) {
        unpacking.async { [self] in
            let work = directory.uploadsPath + "/\(arrival.id).unpacked"
            let result: Result<UploadedDataset, JobsError>
            do throws(JobsError) {
                result = .success(try publish(arrival, by: work))
                notice(.datasetUploaded(name: arrival.name, bytes: arrival.size))
            } catch {
                result = .failure(error)
                notice(.uploadFailed(name: arrival.name, reason: "\(error)"))
            }
            remove(work)
            done(result)
        }
    }

    private func publish(_ arrival: Arrival, by work: String) throws(JobsError) -> UploadedDataset {
        let digest = try FileDigest.sha256.bytes(of: arrival.path)
        if let said = arrival.sha256, said != digest {
            throw .digestMismatch(
                found: FileDigest.hexadecimal(digest), said: FileDigest.hexadecimal(said))
        }
        guard mkdir(work, 0o700) == 0 else { throw UploadFile.failure("unpack", errno, limits.reserve) }
        let request = UnpackingRequest(
            archive: arrival.path, folder: work, name: arrival.name, limits: limits.unpacking)
        switch try reply(to: request) {
        case .refused(let detail): throw .datasetRefused(reason: detail)
        case .full:
            throw .diskFull(
                free: UploadFile.freeBytes(at: work) ?? 0, needed: arrival.size, reserve: limits.reserve)
        case .dataset(let description, let files, let bytes):
            let dataset = UploadedDataset(
                description: description,
                upload: UploadFacts(
                    size: arrival.size, sha256: FileDigest.hexadecimal(digest), files: files,
                    unpackedSize: bytes, createdAt: now(), owner: arrival.owner))
            try place(dataset, from: work + "/" + arrival.name, name: arrival.name)
            return dataset
        }
    }

    private func reply(to request: UnpackingRequest) throws(JobsError) -> UnpackingReply {
        let run = try UnpackingRun(engine, spawner: spawner)
        let isStopped = state.withLock { state in
            state.run = run
            return state.isStopped
        }
        defer { state.withLock { $0.run = nil } }
        if isStopped { run.kill() }
        do throws(JobsError) {
            return try run.reply(to: request, limits: limits)
        } catch {
            throw state.withLock({ $0.isStopped }) ? .uploadsStopped : error
        }
    }

    /// One rename: the data set is there with all its files and facts, or not at all.
    private func place(_ dataset: UploadedDataset, from folder: String, name: String) throws(JobsError) {
        guard let facts = try? JSONCoding.encode(dataset) else {
            throw .storage(action: "describe an upload", reason: "its description is not JSON")
        }
        try DurableFile.write(facts, to: folder + "/" + Self.factsName)
        let failure = linux_rename_to_free(folder, place(of: name))
        guard failure != EEXIST else { throw .datasetTaken(name: name, by: "it came in between") }
        guard failure == 0 else { throw UploadFile.failure("place", failure, limits.reserve) }
        try DurableFile.syncFolder(of: place(of: name))
    }
}
