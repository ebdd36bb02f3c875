/// A strong entity tag (RFC 9110, section 8.8.3).
struct EntityTag: Sendable, Equatable {
    /// With its quotes.
    let text: String

    /// - Parameters: `opaque`: letters, digits, `-`.
    init(_ opaque: String) {
        text = "\"\(opaque)\""
    }

    /// Whether `If-None-Match` holds for this tag, so that there is nothing new to send: weak comparison.
    func isNamed(byIfNoneMatch field: String?) -> Bool {
        guard let field else { return false }
        return field.split(separator: ",").map(\.trimming).contains { member in
            member == "*" || (member.hasPrefix("W/") ? member.dropFirst(2) : member) == text[...]
        }
    }

    /// Whether `If-Range` lets a range through: strong comparison, and true where there is no such field.
    func isNamed(byIfRange field: String?) -> Bool {
        guard let field else { return true }
        return field[...].trimming == text[...]
    }
}
