package import HTTPTypes

/// An answer that the server itself gives because of what a client did: the status, and a sentence that says
/// what was found and what is allowed.
package struct Rejection: Error, Sendable, Equatable, CustomStringConvertible {
    package let status: HTTPResponse.Status
    package let detail: String

    package init(_ status: HTTPResponse.Status, _ detail: String) {
        self.status = status
        self.detail = detail
    }

    package var description: String { "\(status.code) \(status.reasonPhrase): \(detail)" }
}
