package import Specification

/// The end of a job, on its way to who wants to know of it.
package struct WebhookDelivery: Sendable, Equatable {
    /// The same in every try, so that a receiver can tell a repeated one.
    package var id: String
    package var job: String
    package var url: String
    /// Of the URL; one at a time is posted to each.
    package var host: String
    package var secret: WebhookSecret?
    package var body: String
    /// Tries so far.
    package var attempts: Int
}
