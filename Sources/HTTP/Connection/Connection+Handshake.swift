import HTTPTypes

extension Connection {
    /// Takes the next step; `false` if it is the peer's turn.
    func shakeHands() -> Bool {
        switch transport.shakeHands() {
        case .wouldBlock:
            return false
        case .done:
            transition(.secured)
            if let refusal { refuse(.serviceUnavailable, refusal, closes: true) }
        case .plainHTTP(let plain):
            // Told in the language that it understands.
            transport = plain
            report("the client spoke HTTP without TLS")
            refuse(
                .badRequest, "The request came without encryption; this port speaks TLS: use https://.",
                closes: true)
        case .failed(let reason):
            report(reason)
            transition(.handshakeFailed)
        }
        return true
    }

    /// Answers that there are too many connections, as soon as the connection can carry an answer.
    func turnAway(_ detail: String) {
        if machine.phase == .handshake {
            refusal = detail
            arm()
        } else {
            refuse(.serviceUnavailable, detail, closes: true)
        }
        advance()
    }

    func endHandshake() {
        loop.shared.endHandshake()
        if machine.phase != .idle { loop.statistics.handshakesFailed += 1 }
    }

    private func report(_ reason: String) {
        configuration.onEvent?(.handshakeFailed(peer: peer, reason: reason))
    }
}
