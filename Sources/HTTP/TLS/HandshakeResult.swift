/// What came of the next step of a TLS handshake.
enum HandshakeResult {
    case done
    /// The peer's turn; the poller tells when.
    case wouldBlock
    /// The peer spoke HTTP without encryption; it is understood through this transport.
    case plainHTTP(any Transport)
    /// With a sentence's end for a log.
    case failed(String)
}
