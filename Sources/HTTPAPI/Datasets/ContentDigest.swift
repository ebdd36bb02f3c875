import Foundation
import HTTP

/// `Content-Digest: sha-256=:…:` (RFC 9530) of a request.
enum ContentDigest {
    /// The SHA-256 that the client says its body has; nil where it says none. Other algorithms are left to others.
    /// - Throws: `bad-request` for a field that is not written as it must be.
    static func sha256(_ request: Request) throws(Problem) -> [UInt8]? {
        guard let field = request.headerFields[named: "Content-Digest"] else { return nil }
        var digest: [UInt8]?
        for member in field.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = member.trimming.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[1].hasPrefix(":"), parts[1].hasSuffix(":"),
                parts[1].count >= 2, let bytes = Data(base64Encoded: String(parts[1].dropFirst().dropLast()))
            else { throw malformed(field) }
            guard parts[0] == "sha-256" else { continue }
            guard bytes.count == 32 else { throw malformed(field) }
            digest = Array(bytes)
        }
        return digest
    }

    private static func malformed(_ field: String) -> Problem {
        Problem(
            .badRequest,
            "Content-Digest is '\(field.prefix(200))'; sha-256=:BASE64: of 32 bytes is expected (RFC 9530).")
    }
}
