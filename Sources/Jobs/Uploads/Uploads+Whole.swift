package import Specification

extension Uploads {
    /// Begins an upload of a data set that comes in one piece.
    /// - Parameters: length: of the body, where it is known; sha256: of the body, where the client has said it.
    /// - Throws: `.uploadNameInvalid`, `.nameTaken`, `.uploadTooLarge`, `.diskFull`, `.tooManyUploads`,
    ///   `.tooManyUploadsOfOwner`.
    package func beginDataset(
        _ name: String, length: Int?, owner: String?, sha256: [UInt8]?
    ) throws(JobsError) -> WholeUpload<UploadedDataset> {
        try begin(.dataset, name, length: length, owner: owner, sha256: sha256) { [self] in
            publishDataset($0, done: $1)
        }
    }

    func begin<Product>(
        _ kind: UploadKind, _ name: String, length: Int?, owner: String?, sha256: [UInt8]?,
        publish: @escaping @Sendable (Arrival, @escaping WholeUpload<Product>.Done) -> Void
    ) throws(JobsError) -> WholeUpload<Product> {
        try check(name, length: length, kind)
        let id = identifiers.next(at: now(), kind: "upl")
        try state.withLock { (state) throws(JobsError) in
            try requireRoom(for: owner, in: state)
            try take(name, for: id, kind, in: &state)
            state.whole.updateValue(owner, forKey: id)
        }
        do throws(JobsError) {
            let file = try UploadFile(dataPath(id), offset: 0, expecting: length, space: space)
            return WholeUpload(
                id: id, kind: kind, name: name, owner: owner, sha256: sha256, file: file, uploads: self,
                publish: publish)
        } catch {
            giveUp(name, id, kind)
            throw error
        }
    }

    /// Removes what has come, and lets others have the name.
    func giveUp(_ name: String, _ id: String, _ kind: UploadKind) {
        remove(dataPath(id))
        state.withLock { state in
            state.whole.removeValue(forKey: id)
            if state.names[kind.key(name)] == id { state.names[kind.key(name)] = nil }
        }
    }
}
