extension DatasetUploads {
    /// Begins an upload that comes in one piece.
    /// - Parameters: length: of the body, where it is known; sha256: of the body, where the client has said it.
    /// - Throws: `.datasetNameInvalid`, `.datasetTaken`, `.uploadTooLarge`, `.diskFull`.
    package func begin(
        _ name: String, length: Int?, owner: String?, sha256: [UInt8]?
    ) throws(JobsError) -> DatasetUpload {
        try check(name, length: length)
        let id = identifiers.next(at: now(), kind: "upl")
        try takeName(name, for: id)
        do throws(JobsError) {
            let file = try UploadFile(dataPath(id), offset: 0, reserve: limits.reserve)
            return DatasetUpload(
                id: id, name: name, owner: owner, sha256: sha256, limit: limits.bytes, file: file,
                uploads: self)
        } catch {
            giveUp(name, id)
            throw error
        }
    }

    /// Removes what has come, and lets others have the name.
    func giveUp(_ name: String, _ id: String) {
        remove(dataPath(id))
        release(name, id)
    }

    func takeName(_ name: String, for id: String) throws(JobsError) {
        try state.withLock { (state) throws(JobsError) in try take(name, for: id, in: &state) }
    }

    func release(_ name: String, _ id: String) {
        state.withLock { state in
            if state.names[name] == id { state.names[name] = nil }
        }
    }
}
