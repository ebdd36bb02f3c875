import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    func listArtifacts(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(WholeList(data: try jobs.artifacts(request.jobID)))
    }

    func getArtifact(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let (artifact, path) = try jobs.artifact(request.jobID, name: request.nameInPath)
        return try send(artifact, request) { try open(artifact, path, of: request.jobID) }
    }

    /// A file's bytes, or a part of them, or none where the client has them.
    func send(_ artifact: Artifact, _ request: Request, open: () throws -> FileSlice) throws -> Response {
        let tag = EntityTag(artifact.sha256)
        var fields: HTTPFields = [
            .eTag: tag.text, .acceptRanges: "bytes", .cacheControl: "no-cache",
            .contentDisposition: "attachment; filename=\"\(artifact.name)\"",
        ]
        fields[named: "Repr-Digest"] = Digest.representation(sha256: artifact.sha256)
        if tag.isNamed(byIfNoneMatch: request.headerFields[.ifNoneMatch]) {
            return Response(.notModified, headerFields: fields)
        }
        fields[.contentType] = artifact.mediaType
        let file = try open()
        // A range is a matter of GET alone (RFC 9110, section 14.2).
        guard request.method == .get, tag.isNamed(byIfRange: request.headerFields[.ifRange]) else {
            return Response(.ok, headerFields: fields, body: .file(file))
        }
        switch ByteRange(request.headerFields[.range], size: file.fileSize) {
        case .whole:
            return Response(.ok, headerFields: fields, body: .file(file))
        case .part(let range):
            fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.fileSize)"
            return Response(.partialContent, headerFields: fields, body: .file(file.slice(range)))
        case .notSatisfiable:
            throw Problem(
                .rangeNotSatisfiable,
                "Range is '\(request.headerFields[.range] ?? "")'; '\(artifact.name)' has \(file.fileSize) bytes.",
                headerFields: [.contentRange: "bytes */\(file.fileSize)"])
        }
    }

    /// Between the look into the store and the opening of its file a checkpoint may be replaced, and a job deleted.
    private func open(_ artifact: Artifact, _ path: String, of job: String) throws -> FileSlice {
        do {
            return try FileSlice(path: path)
        } catch {
            _ = try jobs.artifact(job, name: artifact.name)
            guard artifact.kind == .checkpoint else { throw error }
            throw Problem(.unknownArtifact, "'\(artifact.name)' was just replaced by a later checkpoint.")
        }
    }
}
