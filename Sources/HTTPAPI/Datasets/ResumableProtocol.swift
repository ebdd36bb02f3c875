import Foundation
import HTTP
import HTTPTypes
import Jobs

/// The fields of the tus protocol, version 1.0.0 (tus.io/protocols/resumable-upload).
enum ResumableProtocol {
    static let version = "1.0.0"
    static let extensions = "creation,expiration,termination,checksum"
    static let contentType = MediaType("application", "offset+octet-stream")

    /// - Throws: `precondition-failed` where the client does not say that it speaks this version.
    static func requireVersion(_ request: Request) throws(Problem) {
        let found = request.headerFields[named: "Tus-Resumable"]
        guard found != version else { return }
        var fields = HTTPFields()
        fields[named: "Tus-Version"] = version
        throw Problem(
            .preconditionFailed,
            "Tus-Resumable is \(found.map { "'\($0)'" } ?? "missing"); \(version) is spoken here.",
            headerFields: fields)
    }

    static func number(_ name: String, _ request: Request) throws(Problem) -> Int {
        let field = request.headerFields[named: name]
        guard let field, let number = QueryReader.digits(field) else {
            throw Problem(
                .badRequest,
                "\(name) is \(field.map { "'\($0.prefix(40))'" } ?? "missing"); a whole number is expected.")
        }
        return number
    }

    /// `Upload-Checksum`: an algorithm and a digest in Base64.
    static func checksum(_ request: Request) throws(Problem) -> UploadChecksum? {
        guard let field = request.headerFields[named: "Upload-Checksum"] else { return nil }
        let parts = field.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let algorithm = FileDigest(rawValue: String(parts[0])),
            let digest = Data(base64Encoded: String(parts[1]))
        else {
            let known = FileDigest.allCases.map(\.rawValue).joined(separator: " or ")
            throw Problem(
                .badRequest,
                "Upload-Checksum is '\(field.prefix(200))'; \(known), a blank and Base64 are expected.")
        }
        return UploadChecksum(algorithm: algorithm, digest: Array(digest))
    }

    /// What every answer about an upload says of it.
    static func fields(_ upload: ResumableUpload) -> HTTPFields {
        var fields: HTTPFields = [.cacheControl: "no-store"]
        fields[named: "Upload-Offset"] = String(upload.offset)
        fields[named: "Upload-Length"] = String(upload.length)
        fields[named: "Upload-Metadata"] = upload.metadata
        fields[named: "Upload-Expires"] = HTTPDate.text(Int(upload.expiresAt.timeIntervalSince1970))
        return fields
    }
}
