package import HTTPTypes

/// One operation: a method and a path pattern, and the handler that answers it.
package struct Route: Sendable {
    /// Runs on the handler pool. It answers through the responder, now or later, from any thread.
    package typealias Handler = @Sendable (Request, Responder) -> Void

    package let method: HTTPRequest.Method
    /// Literal segments and parameters: `/v1/jobs/{id}`.
    package let pattern: String
    /// The operation's name in the contract and in metrics.
    package let operationID: String
    /// The largest body in bytes; the server's own limit if `nil`.
    package let bodyLimit: Int?
    /// How long an answer may take; the server's own limit if `nil`.
    package let timeout: Duration?
    package let handler: Handler

    let segments: [PatternSegment]

    package init(
        _ method: HTTPRequest.Method, _ pattern: String, operationID: String, bodyLimit: Int? = nil,
        timeout: Duration? = nil, handler: @escaping Handler
    ) {
        self.method = method
        self.pattern = pattern
        self.operationID = operationID
        self.bodyLimit = bodyLimit
        self.timeout = timeout
        self.handler = handler
        segments = PatternSegment.parse(pattern)
    }
}
