/// What a job's id looks like: `job_` and a ULID.
enum JobIdentifier {
    static let pattern = "^job_[0-9A-HJKMNP-TV-Z]{26}$"

    static func isValid(_ text: String) -> Bool {
        text.hasPrefix("job_") && text.utf8.count == 30
            && text.dropFirst(4).utf8.allSatisfy { Self.digits.contains($0) }
    }

    /// Crockford's base 32.
    private static let digits = Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
}
