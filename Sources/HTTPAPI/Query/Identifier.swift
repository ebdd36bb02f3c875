/// What an id looks like: `job_` or `cmp_` and a ULID.
enum Identifier {
    static func isValid(_ text: String, kind: String) -> Bool {
        text.hasPrefix("\(kind)_") && text.utf8.count == kind.utf8.count + 27
            && text.utf8.dropFirst(kind.utf8.count + 1).allSatisfy { Self.digits.contains($0) }
    }

    /// Crockford's base 32.
    private static let digits = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
