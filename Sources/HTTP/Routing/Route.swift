package import HTTPTypes

/// One operation: a method and a path pattern, and the handler that answers it.
package struct Route: Sendable {
    /// Runs on the handler pool. It answers through the responder, now or later, from any thread.
    package typealias Handler = @Sendable (Request, Responder) -> Void
    /// Runs on the handler pool before the body is read, and before a client that waits for `100 Continue` is told to
    /// send it. Returns where the body shall go; nil after it has answered in its place.
    package typealias Opening = @Sendable (Request, Responder) -> (any BodySink)?

    /// How the route takes the body of a request.
    enum Body: Sendable {
        case whole(Handler)
        case streamed(Opening)
    }

    package let method: HTTPRequest.Method
    /// Literal segments and parameters: `/v1/jobs/{id}`.
    package let pattern: String
    /// The operation's name in the contract and in metrics.
    package let operationID: String
    /// The largest body in bytes; the server's own limit if `nil`.
    package let bodyLimit: Int?
    /// How long an answer may take; the server's own limit if `nil`.
    package let timeout: Duration?
    let body: Body
    let segments: [PatternSegment]

    package init(
        _ method: HTTPRequest.Method, _ pattern: String, operationID: String, bodyLimit: Int? = nil,
        timeout: Duration? = nil, handler: @escaping Handler
    ) {
        self.init(
            method, pattern, operationID: operationID, bodyLimit: bodyLimit, timeout: timeout,
            body: .whole(handler))
    }

    /// An operation that takes its body piece by piece.
    package init(
        _ method: HTTPRequest.Method, _ pattern: String, operationID: String, bodyLimit: Int,
        opening: @escaping Opening
    ) {
        self.init(
            method, pattern, operationID: operationID, bodyLimit: bodyLimit, timeout: nil,
            body: .streamed(opening))
    }

    private init(
        _ method: HTTPRequest.Method, _ pattern: String, operationID: String, bodyLimit: Int?,
        timeout: Duration?, body: Body
    ) {
        self.method = method
        self.pattern = pattern
        self.operationID = operationID
        self.bodyLimit = bodyLimit
        self.timeout = timeout
        self.body = body
        segments = PatternSegment.parse(pattern)
    }
}
