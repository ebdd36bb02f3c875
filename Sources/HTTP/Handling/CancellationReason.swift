/// Why a handler need not go on with a request.
package enum CancellationReason: Sendable, Equatable {
    /// The client is gone; an answer goes nowhere.
    case peerClosed
    /// The time for an answer is over; the client was told so.
    case timedOut
    /// The request was answered before its body had come, or the body is malformed or too large.
    case bodyRefused
    /// The server stops; an answer still goes out if it comes soon.
    case serverStopping
}
