/// What was answered to a request that may be repeated.
package struct IdempotentAnswer: Sendable, Equatable {
    /// The id of what the request made.
    package let resource: String
    /// JSON.
    package let body: String
    /// Whether it was made by an earlier request.
    package let isRepeated: Bool

    package init(resource: String, body: String, isRepeated: Bool = false) {
        self.resource = resource
        self.body = body
        self.isRepeated = isRepeated
    }
}
