/// What happens in the server beside requests, for a log.
package enum ServerEvent: Sendable {
    case listening(host: String, port: UInt16, connections: Int)
    /// The configured number of connections does not fit under RLIMIT_NOFILE.
    case connectionLimitLowered(from: Int, to: Int, openFiles: Int)
    case connectionRefused(peer: PeerAddress, detail: String)
    case handshakeFailed(peer: PeerAddress, reason: String)
    case acceptFailed(reason: String)
    case requestRejected(peer: PeerAddress, Rejection)
    case handlerTimedOut(operationID: String)
    case handlerDroppedRequest(operationID: String)
    case handlerQueueFull(operationID: String)
    case streamOverflowed(operationID: String)
    case stopped
}
