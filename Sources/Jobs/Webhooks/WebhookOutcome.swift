/// What one try to deliver came to.
enum WebhookOutcome: Sendable, Equatable {
    case delivered
    /// Worth another try.
    case failed(reason: String)
    /// Not worth one: the receiver said that it is gone, or its address may not be posted to.
    case rejected(reason: String)
    /// The service stops; the next one tries again.
    case stopped
}
