internal import COpenSSL

/// The text of a token, which only its holder has: `l2t_`, ten digits of its public id, `_`, 64 digits of its secret
/// and eight of a checksum over all that, so that a text that was cut or mistyped is told from one that is unknown.
/// All digits are hexadecimal, and the text is one word for a pointer and for a scanner of leaked secrets.
package struct TokenSecret: Sendable, Equatable {
    package let id: String
    package let text: String

    private static let prefix = "l2t_"
    private static let idDigits = 10
    private static let secretDigits = 64
    private static let checkDigits = 8

    /// - Parameter random: where 37 bytes come from that nobody can guess.
    package init(random: () -> UInt8 = Self.systemRandom) {
        func digits(_ count: Int) -> String { SHA256.hexadecimal((0..<count / 2).map { _ in random() }) }
        id = digits(Self.idDigits)
        let unchecked = "\(Self.prefix)\(id)_\(digits(Self.secretDigits))"
        text = unchecked + Self.check(unchecked)
    }

    /// Nil where `text` can be no token's.
    package init?(_ text: String) {
        let length = Self.prefix.utf8.count + Self.idDigits + 1 + Self.secretDigits + Self.checkDigits
        guard text.utf8.count == length, text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(separator: "_", omittingEmptySubsequences: false)
        let hexadecimal = Set("0123456789abcdef".utf8)
        guard parts.count == 2, parts[0].utf8.count == Self.idDigits,
            parts.allSatisfy({ $0.utf8.allSatisfy(hexadecimal.contains) }),
            text.hasSuffix(Self.check(String(text.dropLast(Self.checkDigits))))
        else { return nil }
        id = String(parts[0])
        self.text = text
    }

    /// SHA-256 of the text: what is stored. The secret has 256 random bits, so that no slower hash is needed.
    package var hash: [UInt8] { SHA256.digest(Array(text.utf8)) }

    /// Compares in a time that does not depend on the bytes.
    static func isEqual(_ hash: [UInt8], _ other: [UInt8]) -> Bool {
        hash.count == other.count && CRYPTO_memcmp(hash, other, hash.count) == 0
    }

    private static func check(_ text: String) -> String {
        String(SHA256.hexadecimal(SHA256.digest(Array(text.utf8))).prefix(checkDigits))
    }

    package static func systemRandom() -> UInt8 {
        // getrandom(2) on Linux.
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
