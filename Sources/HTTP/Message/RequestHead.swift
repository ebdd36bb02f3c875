package import HTTPTypes

/// The request line and the header fields of one request, with their framing already decided.
package struct RequestHead: Sendable, Equatable {
    /// How the end of the body is found (RFC 9112, section 6.3).
    package enum Framing: Sendable, Equatable {
        case none
        case length(Int)
        case chunked
    }

    package let method: HTTPRequest.Method
    /// Path and query as they came; of an absolute-form target, the part after the authority.
    package let target: String
    package let headerFields: HTTPFields
    package let framing: Framing
    /// The client waits for `100 Continue` before it sends its body.
    package let expectsContinue: Bool
    /// The client said `Connection: close`.
    package let closes: Bool

    package var hasBody: Bool { framing != .none && framing != .length(0) }
}
