import HTTPTypes

extension Connection {
    /// Bodies up to this size go out together with their head.
    private static let joinedBody = 16 * 1024

    // MARK: Beginning

    /// What a request is called whose head could not be read.
    private static let unreadable = HTTPRequest.Method("-") ?? .get

    func beginExchange(_ method: HTTPRequest.Method) {
        exchanges += 1
        handlerAllowance = nil
        exchange = Exchange(number: exchanges, method: method, began: loop.now)
    }

    /// Answers in the server's own words.
    func refuse(_ status: HTTPResponse.Status, _ detail: String, closes: Bool) {
        refuseBody()
        transition(.refused(closes: closes))
        send(loop.shared.error(status, detail))
    }

    /// Takes a handler's answer; `false` if nobody waits for it any more.
    func answer(_ number: Int, _ response: Response, _ stream: StreamBuffer?, advances: Bool = true) -> Bool {
        guard exchange?.number == number, [.opening, .receiving, .handling].contains(machine.phase) else {
            return false
        }
        exchange?.stream = stream
        if machine.phase == .handling {
            transition(.answered(streams: stream != nil))
        } else {
            answerEarly(streams: stream != nil)
        }
        send(response)
        if stream != nil {
            if machine.isStopping { stream?.tell(.serverStopping) }
            if isHungUp { transition(.hangUp) }
        }
        if advances { advance() }
        return true
    }

    /// The answer comes before the body; what is left of that is not read.
    private func answerEarly(streams: Bool) {
        exchange?.channel?.cancel(.bodyRefused)
        let hasBody = exchange?.hasBody == true
        if !hasBody { _ = parser.next() }
        transition(.answeredEarly(streams: streams, closes: hasBody))
    }

    func send(_ response: Response) {
        if exchange == nil { beginExchange(Self.unreadable) }
        guard let method = exchange?.method else { return }
        exchange?.status = response.status
        var head = ResponseEncoder.head(
            response, to: method, closes: machine.closesAfterAnswer, date: loop.dateLine)
        guard method != .head, ResponseEncoder.hasBody(response.status) else {
            output.append(head)
            return
        }
        switch response.body {
        case .empty:
            output.append(head)
        case .bytes(let bytes) where bytes.count <= Self.joinedBody:
            head.append(contentsOf: bytes)
            output.append(head)
        case .bytes(let bytes):
            output.append(head)
            output.append(bytes)
        case .file(let slice):
            output.append(head)
            output.append(slice)
        case .stream:
            output.append(head)
            if exchange?.stream == nil { output.append(ResponseEncoder.lastChunk) }
        }
    }

    // MARK: Streams

    /// Queues what the producer has sent; `false` if there is nothing.
    func takeFromStream() -> Bool {
        guard let stream = exchange?.stream else { return false }
        switch stream.take() {
        case .nothing:
            return false
        case .bytes(let bytes, let isLast):
            output.append(ResponseEncoder.chunk(bytes, isLast: isLast))
            if isLast { transition(.streamEnded) } else { arm() }
            return true
        case .overflowed:
            overflow()
            return false
        }
    }

    func streamSignalled(_ number: Int) {
        guard exchange?.number == number, machine.phase == .streaming else { return }
        if exchange?.stream?.hasOverflowed == true { overflow() } else { advance() }
    }

    private func overflow() {
        if let name = exchange?.route?.operationID {
            configuration.onEvent?(.streamOverflowed(operationID: name))
        }
        closeReason = .overflow
        transition(.lost)
    }

    // MARK: Ending

    func finishAnswer() -> Bool {
        endExchange(isComplete: true)
        transition(.drained)
        return true
    }

    func endExchange(isComplete: Bool) {
        guard let ended = exchange else { return }
        exchange = nil
        ended.channel?.cancel(machine.isStopping ? .serverStopping : .peerClosed)
        if let stream = ended.stream {
            stream.close(closeReason)
            loop.shared.closeStream()
        }
        let status = ended.status ?? Self.unanswered
        let kind = ServerStatistics.RequestKind(
            method: Self.countedMethods.contains(ended.method) ? ended.method.rawValue : "OTHER",
            statusClass: status.code / 100)
        loop.statistics.requests[kind, default: 0] += 1
        configuration.onCompletion?(
            RequestCompletion(
                operationID: ended.route?.operationID, method: ended.method, status: status,
                seconds: Instant.now().seconds(since: ended.began), isComplete: isComplete, peer: peer))
    }

    /// What is recorded, as nginx does, where the client was gone before an answer.
    private static let unanswered = HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request")

    private static let countedMethods: Set<HTTPRequest.Method> = [
        .get, .head, .post, .put, .delete, .patch, .options,
    ]
}
