import Jobs

enum TokenSecretText {
    /// Well formed, and nobody's.
    static let unknown = TokenSecret().text
}
