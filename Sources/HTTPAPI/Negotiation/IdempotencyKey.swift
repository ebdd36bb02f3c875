import HTTP

/// `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a string of RFC 9651 in its quotes. Many clients send
/// it without them, which is understood too.
struct IdempotencyKey: Sendable, Equatable {
    static let name = "Idempotency-Key"
    static let limit = 255

    let text: String

    /// Nil where the request has none. - Throws: `invalid-idempotency-key`.
    init?(_ request: Request) throws(Problem) {
        guard let field = request.headerFields[named: Self.name] else { return nil }
        guard field.utf8.count <= Self.limit, let text = Self.text(of: field), !text.isEmpty else {
            throw Problem(
                .invalidIdempotencyKey,
                "\(Self.name) is '\(field.prefix(80))'; one string of 1 to \(Self.limit) visible ASCII characters is "
                    + "allowed, with or without quotes around it.")
        }
        self.text = text
    }

    private static func text(of field: String) -> String? {
        guard field.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else { return nil }
        guard field.hasPrefix("\"") else {
            return field.utf8.contains { "\" ,;\\".utf8.contains($0) } ? nil : field
        }
        guard field.utf8.count >= 2, field.hasSuffix("\"") else { return nil }
        var text = ""
        var isEscaped = false
        for character in field.dropFirst().dropLast() {
            if !isEscaped, character == "\\" {
                isEscaped = true
                continue
            }
            guard isEscaped ? character == "\"" || character == "\\" : character != "\"" else { return nil }
            isEscaped = false
            text.append(character)
        }
        return isEscaped ? nil : text
    }
}
