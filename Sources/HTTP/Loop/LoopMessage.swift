import Glibc

/// What other threads ask of a loop.
enum LoopMessage: Sendable {
    case adopt(descriptor: Int32, peer: PeerAddress, ledger: ConnectionLedger)
    /// A connection that is one too many: it gets the answer and is closed.
    case refuse(descriptor: Int32, peer: PeerAddress, detail: String, ledger: ConnectionLedger)
    case answer(ExchangeKey, Response, StreamBuffer?)
    case allow(ExchangeKey, Duration)
    /// The route takes the request's body.
    case accept(ExchangeKey, BodyChannel)
    /// The sink of the body has room again.
    case body(ExchangeKey)
    /// The stream has bytes, or has ended.
    case stream(ExchangeKey)
    /// Finish what is under way and take nothing new.
    case stop
    /// Close everything now.
    case cut

    /// Gives up what the message owns, where no loop takes it.
    func discard() {
        switch self {
        case .adopt(let descriptor, let peer, let ledger):
            close(descriptor)
            ledger.release(peer)
        case .refuse(let descriptor, _, _, let ledger):
            close(descriptor)
            ledger.endRefusal()
        case .answer(_, _, let stream):
            stream?.close(.peerClosed)
        case .accept(_, let channel):
            channel.cancel(.peerClosed)
        case .allow, .body, .stream, .stop, .cut:
            break
        }
    }
}
