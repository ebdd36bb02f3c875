package import HTTPTypes

/// One whole request, as a handler sees it.
package struct Request: Sendable {
    package var method: HTTPRequest.Method
    /// The path as it came, percent-encoded, without the query.
    package var path: String
    /// The path's parts, decoded; none for `/`.
    package var segments: [String]
    /// Decoded, in the order of the target; a name may come more than once.
    package var query: [QueryItem]
    /// What stood in the place of `{name}` in the route's pattern, decoded.
    package var parameters: [String: String]
    package var headerFields: HTTPFields
    /// Empty where the route takes it piece by piece.
    package var body: [UInt8]
    package var peer: PeerAddress
    /// What a large body takes of the server's memory for bodies, for as long as there is a copy of the request.
    var reservation: BodyReservation?

    package init(
        method: HTTPRequest.Method, path: String, segments: [String] = [], query: [QueryItem] = [],
        parameters: [String: String] = [:], headerFields: HTTPFields = [:], body: [UInt8] = [],
        peer: PeerAddress = .loopback
    ) {
        self.method = method
        self.path = path
        self.segments = segments
        self.query = query
        self.parameters = parameters
        self.headerFields = headerFields
        self.body = body
        self.peer = peer
    }

    /// The body's length, where the client has said it: not for a chunked one.
    package var contentLength: Int? { headerFields[.contentLength].flatMap { Int($0) } }

    /// The first value of a query item.
    package func query(_ name: String) -> String? { query.first { $0.name == name }?.value }
}
