package import HTTPTypes

/// Where the server listens and every limit that it enforces, with the published defaults.
package struct ServerConfiguration: Sendable {
    // MARK: Listening
    /// An address or name of this machine, IPv4 or IPv6.
    package var host = "127.0.0.1"
    /// 0: any free one; `Server.start()` returns it.
    package var port: UInt16 = 8080
    package var backlog: Int32 = 1024
    /// Event loops, one thread each; one per core if `nil`.
    package var loops: Int?

    // MARK: Connections
    package var maxConnections = 1024
    package var maxConnectionsPerPeer = 64
    package var maxRequestsPerConnection = 10_000
    package var keepAliveTimeout: Duration = .seconds(60)

    // MARK: Encryption
    /// Without one, HTTP is spoken in the clear.
    package var tls: TLSIdentity?
    /// From a connection's first byte to the end of its handshake.
    package var handshakeTimeout: Duration = .seconds(10)
    package var maxHandshakes = 128

    // MARK: Requests
    package var limits = MessageLimits()
    /// From a head's first byte to its last.
    package var headTimeout: Duration = .seconds(10)
    /// From the end of a head to the end of its body.
    package var bodyTimeout: Duration = .seconds(30)
    /// Bytes of a streamed body that wait for their sink before the client is read from no more.
    package var bodyBuffer = 192 * 1024
    /// Bytes a second that a client must send of a streamed body, averaged over the window.
    package var minimumBodyRate = 1024
    package var bodyRateWindow: Duration = .seconds(30)

    /// Asked before a body is read that is larger than `smallBody`, or whose length is not known: what is answered in
    /// its place, or nil. Called on a loop's thread with the request as it is without its body, and its operation; it
    /// must be quick.
    package var refuseBody: (@Sendable (Request, _ operationID: String) -> Response?)?
    package var smallBody = 16 * 1024
    /// Bytes of bodies that all connections and handlers hold together, as they come; those that go to a sink hold none,
    /// and small ones are always taken. One that would be beyond is refused with 503.
    package var bodyMemory = 256 * 1024 * 1024

    // MARK: Handlers
    /// How long an answer may take where the route says nothing else.
    package var handlerTimeout: Duration = .seconds(30)
    /// Handlers that run at once; four per core, at least eight, if `nil`.
    package var handlerWidth: Int?
    /// Handlers that wait for their turn.
    package var handlerQueue = 256
    /// What a client is told to wait before it tries again.
    package var retryAfterSeconds = 1

    // MARK: Answers
    /// How long a client may take no byte of an answer.
    package var writeTimeout: Duration = .seconds(30)
    /// Text of more bytes than this is sent compressed to clients that take it so; none if `nil`.
    package var compressesAbove: Int? = 1024
    /// What the kernel holds of an answer for a client that takes it slowly (SO_SNDBUF); its own choice, which is some
    /// megabytes, if `nil`.
    package var sendBuffer: Int32?
    /// Bytes that one stream may be behind. A record that is larger waits until at most a quarter of them do, and then
    /// goes in whole.
    package var streamBuffer = 256 * 1024
    package var maxStreams = 256
    package var heartbeatInterval: Duration = .seconds(15)
    /// How long a connection that ends is still read from, so that the client sees the answer before a reset.
    package var lingerTimeout: Duration = .seconds(2)

    // MARK: Presentation and observation
    /// Renders the errors that the server itself answers.
    package var errorResponse: @Sendable (_ status: HTTPResponse.Status, _ detail: String) -> Response = {
        (status, detail) in
        .text("\(status.code) \(status.reasonPhrase): \(detail)\n", status: status)
    }
    /// Called on a loop's thread for what an operator may want to know; it must be quick and must not block.
    package var onEvent: (@Sendable (ServerEvent) -> Void)?
    /// Called on a loop's thread after each request; it must be quick and must not block.
    package var onCompletion: (@Sendable (RequestCompletion) -> Void)?

    package init() {}
}
