import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    private static let archiveTypes = [
        MediaType("application", "x-tar"), MediaType("application", "gzip"),
        MediaType("application", "x-gzip"),
        MediaType("application", "zip"), MediaType("application", "octet-stream"),
    ]

    /// Takes an archive piece by piece; what it holds is a data set afterwards, or nothing is kept.
    func putDataset(_ request: Request, _ responder: Responder) throws -> (any BodySink)? {
        try QueryReader(request).finish()
        try requireBinary(request, of: Self.archiveTypes)
        let name = request.nameInPath
        let upload = try beginUpload(.dataset(name), of: request) {
            try jobs.uploads.beginDataset(
                name, length: request.contentLength, owner: caller.owner,
                sha256: ContentDigest.sha256(request))
        }
        return sink(of: upload, at: "/v1/datasets/\(name)", request, responder) {
            UploadedView(description: $0.description, upload: $0.upload)
        }
    }

    func getDataset(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let name = request.nameInPath
        let known = visible(try catalogue.refreshed()).datasets
        guard let description = known.first(where: { $0.name == name }) else {
            throw JobsError.unknownDataset(name)
        }
        let upload = description.source == DatasetDescription.uploadSource ? jobs.uploads.dataset(name) : nil
        return try .json(UploadedView(description: description, upload: upload?.upload))
    }

    func deleteDataset(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let name = request.nameInPath
        do throws(JobsError) {
            guard caller.maySee(ownedBy: jobs.uploads.dataset(name)?.upload.owner) else {
                throw .unknownDataset(name)
            }
            try jobs.deleteDataset(name)
        } catch {
            guard case .unknownDataset = error,
                visible(catalogue.current).datasets.contains(where: { $0.name == name })
            else { throw error }
            throw Problem(.notUploaded, "The data set '\(name)' was not uploaded; only such can be deleted.")
        }
        // Jobs are checked against the catalogue: the name has to go from it.
        _ = try? catalogue.refreshed()
        return Response(.noContent)
    }

    /// - Throws: `.nameTaken` where the engine knows the name.
    func requireFree(dataset name: String) throws {
        guard let known = try catalogue.refreshed().datasets.first(where: { $0.name == name }) else { return }
        throw JobsError.nameTaken(
            name: name,
            by: known.source == DatasetDescription.uploadSource
                ? "it was uploaded before" : "a data set that was not uploaded has it (\(known.source))")
    }
}
