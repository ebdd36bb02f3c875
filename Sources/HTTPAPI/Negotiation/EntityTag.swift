/// An entity tag (RFC 9110, section 8.8.3).
struct EntityTag: Sendable, Equatable {
    private let opaque: String
    /// Whether it names a state, not the bytes of its description: these may be sent compressed or not.
    private let isWeak: Bool

    /// - Parameters: `opaque`: letters, digits, `-`.
    init(_ opaque: String, isWeak: Bool = false) {
        self.opaque = "\"\(opaque)\""
        self.isWeak = isWeak
    }

    /// With its quotes.
    var text: String { isWeak ? "W/\(opaque)" : opaque }

    /// Whether `If-None-Match` holds for this tag, so that there is nothing new to send: weak comparison.
    func isNamed(byIfNoneMatch field: String?) -> Bool {
        guard let field else { return false }
        return field.split(separator: ",").map(\.trimming).contains { member in
            member == "*" || (member.hasPrefix("W/") ? member.dropFirst(2) : member) == opaque[...]
        }
    }

    /// Whether `If-Range` lets a range through: strong comparison, and true where there is no such field.
    func isNamed(byIfRange field: String?) -> Bool {
        guard let field else { return true }
        return !isWeak && field[...].trimming == opaque[...]
    }
}
