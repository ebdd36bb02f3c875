import HTTPTypes

/// Bodies that go to a sink as they arrive.
extension Connection {
    /// Asks the route whether it takes the body, before a byte of it is read.
    func open() {
        guard let request = exchange?.request, let route = exchange?.route,
            case .streamed(let open) = route.body
        else {
            transition(.lost)
            return
        }
        let (shared, mailbox) = (loop.shared, loop.mailbox)
        dispatch(request, route) { key, responder in
            // What a sink takes is what its digest and its size are of.
            if let coding = request.headerFields[.contentEncoding], coding.lowercased() != "identity" {
                responder.refuse(
                    Rejection(
                        .unsupportedMediaType,
                        "Content-Encoding is '\(coding)'; this body is taken as it is."))
                return
            }
            guard let sink = open(request, responder) else { return }
            mailbox.post(
                .accept(
                    key,
                    BodyChannel(
                        sink, key: key, capacity: shared.configuration.bodyBuffer, mailbox: mailbox,
                        pool: shared.bodyPool)))
        }
    }

    /// The route takes the body; `false` if it does not come any more.
    func accept(_ number: Int, _ channel: BodyChannel) -> Bool {
        guard exchange?.number == number, machine.phase == .opening else { return false }
        exchange?.channel = channel
        transition(.accepted(expectsContinue: exchange?.expectsContinue == true && !parser.hasBodyBytes))
        advance()
        return true
    }

    /// The sink has room again.
    func bodySignalled(_ number: Int) {
        guard exchange?.number == number, machine.phase == .receiving else { return }
        // The time that the sink took is not the client's.
        beginRateWindow()
        advance()
    }

    func beginRateWindow() {
        exchange?.bodyBytes = 0
        arm()
    }

    /// Whether the client has sent enough since the window began, or could not.
    var isBodyFastEnough: Bool {
        guard let exchange, let channel = exchange.channel else { return false }
        let window = configuration.bodyRateWindow.components
        let seconds = Double(window.seconds) + Double(window.attoseconds) / 1e18
        return channel.isAwaited
            || Double(exchange.bodyBytes) >= Double(configuration.minimumBodyRate) * seconds
    }

    /// What is still to come of the body has no taker.
    func refuseBody() {
        guard let exchange, let channel = exchange.channel else { return }
        channel.cancel(.bodyRefused)
        _ = exchange.control?.claimAnswer()
    }
}
