internal import CLinux
internal import Foundation
internal import Specification

extension Uploads {
    /// What has come whole.
    struct Arrival: Sendable {
        let id: String
        let kind: UploadKind
        let name: String
        let owner: String?
        let path: String
        let size: Int
        /// What the client says its digest is.
        let sha256: [UInt8]?
    }

    /// Has the archive unpacked and read, behind those that came before it; then it is a data set, or nothing of it is
    /// left but the archive. `done` is called once, on a Dispatch queue.
    func publishDataset(
        _ arrival: Arrival, done: @escaping @Sendable (Result<UploadedDataset, JobsError>) -> Void
    ) {
        publish(arrival, by: makeDataset, done: done)
    }

    /// The way of every upload that has come whole.
    /// - Parameter make: makes what it becomes, in an empty folder; is given its digest too.
    func publish<Product: Sendable>(
        _ arrival: Arrival,
        by make: @escaping @Sendable (Arrival, [UInt8], String) throws(JobsError) -> Product,
        done: @escaping @Sendable (Result<Product, JobsError>) -> Void
    ) {
        unpacking.async { [self] in
            let work = directory.uploadsPath + "/\(arrival.id).unpacked"
            let result: Result<Product, JobsError>
            do throws(JobsError) {
                // Those that wait when the service stops are not looked at: a digest alone takes seconds.
                guard !state.withLock({ $0.isStopped }) else { throw .uploadsStopped }
                let digest = try digest(of: arrival)
                guard mkdir(work, 0o700) == 0 else {
                    throw UploadFile.failure("unpack", errno, limits.reserve)
                }
                result = .success(try make(arrival, digest, work))
                notice(.uploaded(kind: arrival.kind.rawValue, name: arrival.name, bytes: arrival.size))
            } catch {
                result = .failure(error)
                notice(
                    .uploadFailed(kind: arrival.kind.rawValue, name: arrival.name, reason: "\(error)"))
            }
            remove(work)
            done(result)
        }
    }

    private func digest(of arrival: Arrival) throws(JobsError) -> [UInt8] {
        let digest = try FileDigest.sha256.bytes(of: arrival.path)
        if let said = arrival.sha256, said != digest {
            throw .digestMismatch(
                found: FileDigest.hexadecimal(digest), said: FileDigest.hexadecimal(said))
        }
        return digest
    }

    private func makeDataset(
        _ arrival: Arrival, digest: [UInt8], in work: String
    ) throws(JobsError) -> UploadedDataset {
        let request = UnpackingRequest(
            archive: arrival.path, folder: work, name: arrival.name, limits: limits.unpacking)
        switch try reply(UnpackingReply.self, to: request, for: .dataset) {
        case .refused(let detail): throw .uploadRefused(kind: .dataset, reason: detail)
        case .full:
            throw .diskFull(
                free: UploadFile.freeBytes(at: work) ?? 0, needed: arrival.size, reserve: limits.reserve)
        case .dataset(let description, let files, let bytes):
            let dataset = UploadedDataset(
                description: description,
                upload: UploadFacts(
                    size: arrival.size, sha256: FileDigest.hexadecimal(digest), files: files,
                    unpackedSize: bytes, createdAt: now(), owner: arrival.owner))
            try place(dataset, from: work + "/" + arrival.name, of: arrival)
            return dataset
        }
    }

    /// What an engine process of its own says, which ends with that.
    /// - Parameter kind: what the upload is to become.
    func reply<Reply: Decodable>(
        _ type: Reply.Type, to request: some Encodable, for kind: UploadKind
    ) throws(JobsError) -> Reply {
        let run = try UnpackingRun(engine, of: kind, spawner: spawner)
        let isStopped = state.withLock { state in
            state.run = run
            return state.isStopped
        }
        defer { state.withLock { $0.run = nil } }
        if isStopped { run.kill() }
        do throws(JobsError) {
            return try run.reply(type, to: request, limits: limits)
        } catch {
            throw state.withLock({ $0.isStopped }) ? .uploadsStopped : error
        }
    }

    /// One rename: what was uploaded is there with all its files and facts, or not at all.
    func place(_ product: some Encodable, from folder: String, of arrival: Arrival) throws(JobsError) {
        let (name, place) = (arrival.name, place(of: arrival.name, arrival.kind))
        guard let facts = try? JSONCoding.encode(product) else {
            throw .storage(action: "describe an upload", reason: "its description is not JSON")
        }
        try StateFile.write(facts, to: folder + "/" + Self.factsName)
        let failure = linux_rename_to_free(folder, place)
        guard failure != EEXIST else { throw .nameTaken(name: name, by: "it came in between") }
        guard failure == 0 else { throw UploadFile.failure("place", failure, limits.reserve) }
        try StateFile.syncFolder(of: place)
    }
}
