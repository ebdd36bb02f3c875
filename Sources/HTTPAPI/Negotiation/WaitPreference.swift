/// `Prefer: wait=N` (RFC 7240): how long an answer may be held back for news.
struct WaitPreference: Sendable, Equatable {
    /// What is asked beyond this is cut to it.
    static let maximumSeconds = 60

    let seconds: Int

    /// Nil where the field does not ask to wait, or not in a way that can be understood: preferences never fail.
    init?(_ field: String?) {
        guard let field else { return nil }
        let preferences = field.split { $0 == "," || $0 == ";" }.map(\.trimming)
        guard let wait = preferences.first(where: { $0.lowercased().hasPrefix("wait=") }),
            let seconds = Int(wait.dropFirst(5)), seconds >= 0
        else { return nil }
        self.seconds = min(seconds, Self.maximumSeconds)
    }

    var text: String { "wait=\(seconds)" }
}
