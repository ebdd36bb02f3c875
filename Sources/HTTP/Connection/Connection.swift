import HTTPTypes

/// Performs what `ConnectionMachine` decides for one connection. Confined to its loop's thread.
final class Connection {
    private static let maxReadsPerTurn = 16
    private static let maxStepsPerTurn = 256
    private static let maxBytesPerTurn = 1 << 20

    let token: UInt64
    let peer: PeerAddress
    /// Whether it counts among the allowed connections; one that is refused does not.
    let isCounted: Bool
    unowned let loop: EventLoop
    var transport: any Transport
    var machine: ConnectionMachine
    var parser: RequestParser
    var output = OutputQueue()
    var exchange: Exchange?
    var exchanges = 0
    /// The time for an answer that the handler asked for.
    var handlerAllowance: Duration?
    /// What a stream's producer is told when the connection ends now.
    var closeReason = ResponseStream.CloseReason.peerClosed
    /// Why the connection is turned away as soon as it can be told.
    var refusal: String?
    private var hasEndedOutput = false
    private(set) var isHungUp = false
    private var isReadable = false
    private var isWritable = true
    private var deadline = Instant.never
    /// The earliest entry in the loop's deadline queue.
    private var scheduled = Instant.never

    init(token: UInt64, peer: PeerAddress, transport: any Transport, isCounted: Bool, loop: EventLoop) {
        self.token = token
        self.peer = peer
        self.transport = transport
        self.isCounted = isCounted
        self.loop = loop
        machine = ConnectionMachine(
            maxRequests: loop.shared.configuration.maxRequestsPerConnection,
            isEncrypted: loop.shared.configuration.tls != nil)
        parser = RequestParser(limits: loop.shared.configuration.limits)
    }

    var configuration: ServerConfiguration { loop.shared.configuration }

    // MARK: Events from the loop

    func becameReady(_ event: Poller.Event) {
        if event.isReadable { isReadable = true }
        if event.isWritable { isWritable = true }
        if transport.crossesDirections, event.isReadable || event.isWritable {
            isReadable = true
            isWritable = true
        }
        if event.isBroken {
            transition(.lost)
            return
        }
        if event.isHalfClosed, !isHungUp {
            isHungUp = true
            isReadable = true
            transition(.hangUp)
        }
        advance()
    }

    func stop() {
        transition(.stop)
        advance()
    }

    func cut() {
        closeReason = .serverStopping
        transition(.cut)
    }

    // MARK: Going on

    /// Does all that can be done without waiting, as far as one turn allows.
    func advance() {
        var reads = 0
        for _ in 0..<Self.maxStepsPerTurn {
            guard writeOut() else { return }
            let goesOn =
                switch machine.phase {
                case .handshake: shakeHands()
                case .idle, .head, .body: parse() || readMore(&reads)
                case .receiving: parse() || (exchange?.channel?.hasRoom() == true && readMore(&reads))
                case .opening, .handling, .closed: false
                case .answering: finishAnswer()
                case .streaming: takeFromStream()
                case .lingering: endOutput() && readMore(&reads)
                }
            guard goesOn else { return }
        }
        loop.requeue(self)
    }

    /// Returns whether nothing is left to write.
    private func writeOut() -> Bool {
        guard !output.isEmpty else { return true }
        guard isWritable else { return false }
        var written = 0
        let outcome = output.write(to: transport, turn: Self.maxBytesPerTurn, written: &written)
        if written > 0 {
            loop.statistics.bytesOut += written
            if machine.phase == .answering || machine.phase == .streaming { arm() }
        }
        switch outcome {
        case .drained:
            return true
        case .blocked:
            isWritable = false
        case .turnOver:
            loop.requeue(self)
        case .failed:
            transition(.lost)
        }
        return false
    }

    private func readMore(_ reads: inout Int) -> Bool {
        guard isReadable, machine.phase != .closed else { return false }
        guard reads < Self.maxReadsPerTurn else {
            loop.requeue(self)
            return false
        }
        reads += 1
        // Little is read ahead of a head; a body may come in large pieces.
        let isLarge = [.body, .receiving, .lingering].contains(machine.phase)
        let size = isLarge ? loop.readBuffer.count : 16 * 1024
        let buffer = UnsafeMutableRawBufferPointer(rebasing: loop.readBuffer[..<size])
        switch transport.read(into: buffer) {
        case .bytes(let count):
            loop.statistics.bytesIn += count
            if !transport.hasMore, !isHungUp { isReadable = false }
            if machine.phase == .receiving { exchange?.bodyBytes += count }
            if machine.phase != .lingering {
                parser.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
            return true
        case .wouldBlock:
            isReadable = false
            return false
        case .ended:
            isReadable = false
            transition(.endOfInput)
            return false
        case .failed:
            transition(.lost)
            return false
        }
    }

    // MARK: Deadlines

    /// Sets the deadline that belongs to the phase, counted from now.
    func arm() {
        let configuration = configuration
        let allowed: Duration? =
            switch machine.phase {
            case .handshake: configuration.handshakeTimeout
            case .idle: configuration.keepAliveTimeout
            case .head: configuration.headTimeout
            case .body: configuration.bodyTimeout
            case .receiving: configuration.bodyRateWindow
            case .opening, .handling:
                handlerAllowance ?? exchange?.route?.timeout ?? configuration.handlerTimeout
            case .answering: configuration.writeTimeout
            case .streaming:
                if !output.isEmpty {
                    configuration.writeTimeout
                } else {
                    exchange?.stream?.heartbeat.isEmpty == false ? configuration.heartbeatInterval : nil
                }
            case .lingering: configuration.lingerTimeout
            case .closed: nil
            }
        deadline = allowed.map { loop.now + $0 } ?? .never
        if deadline < scheduled {
            scheduled = deadline
            loop.schedule(self, at: deadline)
        }
    }

    func isScheduled(at time: Instant) -> Bool { time == scheduled }

    func deadlineEntryCame(_ time: Instant, now: Instant) {
        guard time == scheduled else { return }
        scheduled = .never
        if deadline > now {
            if deadline != .never {
                scheduled = deadline
                loop.schedule(self, at: deadline)
            }
            return
        }
        deadline = .never
        if machine.phase == .streaming, output.isEmpty, let heartbeat = exchange?.stream?.heartbeat {
            output.append(ResponseEncoder.chunk(heartbeat, isLast: false))
            arm()
        } else if machine.phase == .receiving, isBodyFastEnough {
            beginRateWindow()
        } else {
            closeReason = .writeTimedOut
            transition(.timeOut)
        }
        advance()
    }

    // MARK: The machine

    func transition(_ event: ConnectionMachine.Event) {
        let before = machine.phase
        let action = machine.handle(event)
        if machine.phase != before {
            if before == .handshake { endHandshake() }
            arm()
        }
        perform(action)
    }

    private func perform(_ action: ConnectionMachine.Action) {
        switch action {
        case .nothing: break
        case .sendContinue: output.append(ResponseEncoder.continueLine)
        case .dispatch: dispatch()
        case .open: open()
        case .finishBody: finishBody()
        case .answerSlowRequest: answerSlowRequest()
        case .answerSlowHandler: answerInPlaceOfHandler()
        case .cancelHandler(let reason): cancelHandler(reason)
        case .endStream(let reason): exchange?.stream?.tell(reason)
        case .linger: _ = endOutput()
        case .close: close()
        }
    }

    /// Whether the own half is ended; if not yet, that is tried again when the transport takes bytes.
    private func endOutput() -> Bool {
        if !hasEndedOutput { hasEndedOutput = transport.endOutput() }
        return hasEndedOutput
    }

    private func close() {
        deadline = .never
        // Between two requests nothing is cut short, and the peer may know that.
        if exchange == nil, output.isEmpty { _ = endOutput() }
        output.removeAll()
        parser = RequestParser(limits: parser.limits)
        transport.close()
        cancelHandler(.peerClosed)
        endExchange(isComplete: false)
        loop.remove(self)
    }
}
