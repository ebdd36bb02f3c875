import COpenSSL
import Foundation

enum Digest {
    /// Hexadecimal SHA-256, by libcrypto.
    static func sha256(_ data: Data) -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        let done = data.withUnsafeBytes {
            EVP_Digest($0.baseAddress, $0.count, &digest, nil, EVP_sha256(), nil)
        }
        return done == 1 ? digest.map { String(format: "%02x", $0) }.joined() : ""
    }
}
