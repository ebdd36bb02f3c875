import COpenSSL
import Foundation

@testable import HTTPAPI

extension Digest {
    static func bytes(ofText text: String, sha1: Bool = false) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 64)
        var length: UInt32 = 0
        let bytes = Array(text.utf8)
        EVP_Digest(bytes, bytes.count, &digest, &length, sha1 ? EVP_sha1() : EVP_sha256(), nil)
        return Array(digest.prefix(Int(length)))
    }

    /// Its SHA-256 in hexadecimal digits.
    static func hex(ofText text: String) -> String {
        bytes(ofText: text).map { String(format: "%02x", $0) }.joined()
    }
}
