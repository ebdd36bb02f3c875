import HTTP
package import HTTPTypes
package import Jobs

/// One operation of the contract and what answers it.
package struct Operation: Sendable {
    enum Answer: Sendable {
        case now(@Sendable (API, Request) throws -> Response)
        /// Answers through the responder, perhaps later; what it throws is answered at once.
        case later(@Sendable (API, Request, Responder) throws -> Void)
        /// Takes the body piece by piece; nil where it has answered. What it throws is answered at once.
        case body(@Sendable (API, Request, Responder) throws -> (any BodySink)?)
    }

    /// Who may ask for it. No operation goes without: it is named where the operation is.
    package enum Access: Sendable {
        /// Whoever reaches the service.
        case anybody
        /// Whoever has a token of this scope, as long as the service has tokens.
        case read, submit, admin

        package var scope: TokenScope? {
            switch self {
            case .anybody: nil
            case .read: .read
            case .submit: .submit
            case .admin: .admin
            }
        }
    }

    /// What the `{id}` of its path is of, which has an owner.
    enum Subject: Sendable {
        case job, comparison, upload
    }

    package let method: HTTPRequest.Method
    package let pattern: String
    /// `operationId` in the contract.
    package let id: String
    package internal(set) var access: Access
    /// Query parameters that it reads; all others are refused.
    package let query: [String]
    /// The largest body in bytes; the server's own limit if nil.
    let bodyLimit: Int?
    let answer: Answer

    init(
        _ method: HTTPRequest.Method, _ pattern: String, _ id: String, _ access: Access, query: [String] = [],
        _ answer: @escaping @Sendable (API, Request) throws -> Response
    ) {
        self.init(method, pattern, id, access, query: query, bodyLimit: nil, answer: .now(answer))
    }

    init(
        _ method: HTTPRequest.Method, _ pattern: String, _ id: String, _ access: Access, query: [String] = [],
        bodyLimit: Int? = nil, later answer: @escaping @Sendable (API, Request, Responder) throws -> Void
    ) {
        self.init(method, pattern, id, access, query: query, bodyLimit: bodyLimit, answer: .later(answer))
    }

    /// An upload, which the configured size limits.
    init(
        _ method: HTTPRequest.Method, _ pattern: String, _ id: String, _ access: Access, query: [String] = [],
        body answer: @escaping @Sendable (API, Request, Responder) throws -> (any BodySink)?
    ) {
        self.init(method, pattern, id, access, query: query, bodyLimit: nil, answer: .body(answer))
    }

    private init(
        _ method: HTTPRequest.Method, _ pattern: String, _ id: String, _ access: Access, query: [String],
        bodyLimit: Int?, answer: Answer
    ) {
        self.method = method
        self.pattern = pattern
        self.id = id
        self.access = access
        self.query = query
        self.bodyLimit = bodyLimit
        self.answer = answer
    }

    package var isWrite: Bool { method != .get && method != .options }

    var subject: Subject? {
        if pattern.hasPrefix("/v1/jobs/{id}") { return .job }
        if pattern.hasPrefix("/v1/uploads/{id}") { return .upload }
        return pattern.hasPrefix("/v1/comparisons/{id}") ? .comparison : nil
    }
}
