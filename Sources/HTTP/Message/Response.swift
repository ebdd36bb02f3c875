package import HTTPTypes

/// An answer. The server itself writes `Content-Length`, `Transfer-Encoding`, `Connection` and `Date`; a
/// handler's own values for these are left out.
package struct Response: Sendable {
    package var status: HTTPResponse.Status
    package var headerFields: HTTPFields
    package var body: ResponseBody

    package init(_ status: HTTPResponse.Status, headerFields: HTTPFields = [:], body: ResponseBody = .empty) {
        self.status = status
        self.headerFields = headerFields
        self.body = body
    }

    /// An answer in UTF-8 text.
    package static func text(
        _ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(status, headerFields: [.contentType: type], body: .bytes(Array(text.utf8)))
    }
}
