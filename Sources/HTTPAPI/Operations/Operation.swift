import HTTP
package import HTTPTypes

/// One operation of the contract and what answers it.
package struct Operation: Sendable {
    enum Answer: Sendable {
        case now(@Sendable (API, Request) throws -> Response)
        /// Answers through the responder, perhaps later; what it throws is answered at once.
        case later(@Sendable (API, Request, Responder) throws -> Void)
    }

    package let method: HTTPRequest.Method
    package let pattern: String
    /// `operationId` in the contract.
    package let id: String
    /// Query parameters that it reads; all others are refused.
    package let query: [String]
    /// The largest body in bytes; the server's own limit if nil.
    let bodyLimit: Int?
    let answer: Answer

    init(
        _ method: HTTPRequest.Method, _ pattern: String, _ id: String, query: [String] = [],
        _ answer: @escaping @Sendable (API, Request) throws -> Response
    ) {
        self.method = method
        self.pattern = pattern
        self.id = id
        self.query = query
        bodyLimit = nil
        self.answer = .now(answer)
    }

    init(
        _ method: HTTPRequest.Method, _ pattern: String, _ id: String, query: [String] = [],
        bodyLimit: Int? = nil, later answer: @escaping @Sendable (API, Request, Responder) throws -> Void
    ) {
        self.method = method
        self.pattern = pattern
        self.id = id
        self.query = query
        self.bodyLimit = bodyLimit
        self.answer = .later(answer)
    }
}
