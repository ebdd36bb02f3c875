internal import COpenSSL
internal import Foundation

/// A digest of a file, or of a part of one.
package enum FileDigest: String, Sendable, CaseIterable {
    case sha1, sha256

    private var algorithm: OpaquePointer? { self == .sha1 ? EVP_sha1() : EVP_sha256() }

    /// Of the bytes in the range; of the whole file where there is none.
    package func bytes(of path: String, range: Range<Int>? = nil) throws(JobsError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw Self.failure(errno) }
        defer { close(file) }
        guard let context = EVP_MD_CTX_new() else { throw Self.failure(ENOMEM) }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestInit_ex(context, algorithm, nil) == 1 else { throw Self.failure(ENOTSUP) }
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        var place = range?.lowerBound ?? 0
        let end = range?.upperBound ?? .max
        while place < end {
            let count = pread(file, &buffer, min(buffer.count, end - place), off_t(place))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(errno) }
            if count == 0 { break }
            EVP_DigestUpdate(context, buffer, count)
            place += count
        }
        var digest = [UInt8](repeating: 0, count: 64)
        var length: UInt32 = 0
        EVP_DigestFinal_ex(context, &digest, &length)
        return Array(digest.prefix(Int(length)))
    }

    package static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private static func failure(_ code: Int32) -> JobsError {
        .storage(action: "read an upload", reason: StateDirectory.reason(code))
    }
}
