import Foundation

/// `Repr-Digest` (RFC 9530) of a SHA-256 that is stored in hexadecimal digits.
enum Digest {
    /// Nil where `hexadecimal` is no such number.
    static func representation(sha256 hexadecimal: String) -> String? {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        guard digits.count == 64, hexadecimal.utf8.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        return "sha-256=:\(Data(bytes).base64EncodedString()):"
    }
}
