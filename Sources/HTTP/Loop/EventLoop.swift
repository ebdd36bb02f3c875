import Glibc

/// One thread that reads, parses and writes for its share of the connections. It never runs a handler.
///
/// Unchecked: it is made by the thread that starts the server, and from then on touched only by its own.
final class EventLoop: @unchecked Sendable {
    private static let mailboxToken: UInt64 = 0
    private static let listenerToken: UInt64 = 1

    let shared: ServerShared
    let mailbox: Mailbox
    /// Where every connection of this loop reads into.
    let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private(set) var now = Instant.now()
    var statistics = ServerStatistics()
    private var poller: Poller
    private var acceptor: Acceptor?
    private var acceptsAgain: Instant?
    private var connections: [UInt64: Connection] = [:]
    private var deadlines = DeadlineQueue()
    /// Connections that have used up their turn and have more to do.
    private var ready: [UInt64] = []
    private var nextToken: UInt64 = 2
    private var isStopping = false
    private var dateSecond = -1
    private var dateBytes: [UInt8] = []

    init(shared: ServerShared, mailbox: Mailbox, acceptor: Acceptor?) throws(HTTPServerError) {
        self.shared = shared
        self.mailbox = mailbox
        self.acceptor = acceptor
        poller = try Poller()
        guard poller.addLevel(mailbox.descriptor, token: Self.mailboxToken),
            acceptor.map({ poller.addLevel($0.descriptor, token: Self.listenerToken) }) ?? true
        else {
            throw .cannotStart(what: "an epoll entry", reason: SystemError(errno).description)
        }
    }

    deinit { readBuffer.deallocate() }

    /// Runs until the server was stopped and every connection is closed.
    func run() {
        while !isStopping || !connections.isEmpty {
            let deadline = [deadlines.next, acceptsAgain, ready.isEmpty ? nil : now].compactMap(\.self).min()
            let count = poller.wait(until: deadline, now: now)
            now = Instant.now()
            var hasMail = false
            for index in 0..<count {
                let event = poller.event(index)
                switch event.token {
                case Self.mailboxToken: hasMail = true
                case Self.listenerToken: accept()
                default: connections[event.token]?.becameReady(event)
                }
            }
            if hasMail {
                for message in mailbox.takeAll() { receive(message) }
            }
            if !ready.isEmpty {
                let batch = ready
                ready = []
                for token in batch { connections[token]?.advance() }
            }
            fireDeadlines()
            if statistics != ServerStatistics() {
                shared.merge(statistics)
                statistics = ServerStatistics()
            }
        }
        closeListener()
        mailbox.end()
    }

    // MARK: For connections

    /// Lets others go first.
    func requeue(_ connection: Connection) { ready.append(connection.token) }

    func schedule(_ connection: Connection, at time: Instant) {
        deadlines.insert(.init(time: time, connection: connection.token))
        // Connections that were closed have left their entries behind.
        if deadlines.count > 4 * connections.count + 4096 {
            deadlines.keep { connections[$0.connection]?.isScheduled(at: $0.time) ?? false }
        }
    }

    func remove(_ connection: Connection) {
        connections[connection.token] = nil
        if connection.isCounted {
            shared.ledger.release(connection.peer)
        } else {
            shared.ledger.endRefusal()
        }
    }

    /// The `Date` line, written once a second.
    var dateLine: [UInt8] {
        let second = time(nil)
        if second != dateSecond {
            dateSecond = second
            dateBytes = Array("Date: \(HTTPDate.text(second))\r\n".utf8)
        }
        return dateBytes
    }

    // MARK: Events

    private func accept() {
        guard case .pauses(let error)? = acceptor?.acceptAll(statistics: &statistics) else { return }
        shared.configuration.onEvent?(.acceptFailed(reason: error.description))
        if let acceptor {
            poller.remove(acceptor.descriptor)
            acceptsAgain = now + Acceptor.pause
        }
    }

    private func receive(_ message: LoopMessage) {
        switch message {
        case .adopt(let descriptor, let peer, let ledger):
            guard !isStopping, let connection = open(descriptor, peer, isCounted: true) else {
                if isStopping { close(descriptor) }
                ledger.release(peer)
                return
            }
            connection.arm()
        case .refuse(let descriptor, let peer, let detail, let ledger):
            guard !isStopping, let connection = open(descriptor, peer, isCounted: false) else {
                if isStopping { close(descriptor) }
                ledger.endRefusal()
                return
            }
            connection.turnAway(detail)
        case .answer(let key, let response, let stream):
            guard let connection = connections[key.connection],
                connection.answer(key.number, response, stream)
            else {
                if stream != nil { shared.closeStream() }
                stream?.close(.peerClosed)
                return
            }
        case .allow(let key, let duration):
            connections[key.connection]?.allow(key.number, duration)
        case .accept(let key, let channel):
            guard connections[key.connection]?.accept(key.number, channel) == true else {
                channel.cancel(.peerClosed)
                return
            }
        case .body(let key):
            connections[key.connection]?.bodySignalled(key.number)
        case .stream(let key):
            connections[key.connection]?.streamSignalled(key.number)
        case .stop:
            isStopping = true
            closeListener()
            for connection in Array(connections.values) { connection.stop() }
        case .cut:
            for connection in Array(connections.values) { connection.cut() }
        }
    }

    private func open(_ descriptor: Int32, _ peer: PeerAddress, isCounted: Bool) -> Connection? {
        guard let transport = transport(descriptor, peer) else { return nil }
        let token = nextToken
        nextToken += 1
        let connection = Connection(
            token: token, peer: peer, transport: transport, isCounted: isCounted, loop: self)
        // The transport closes the descriptor where this fails.
        guard poller.addEdge(descriptor, token: token) else {
            if connection.machine.phase == .handshake { shared.endHandshake() }
            return nil
        }
        connections[token] = connection
        return connection
    }

    /// Nil, and the descriptor closed, where a handshake cannot be begun.
    private func transport(_ descriptor: Int32, _ peer: PeerAddress) -> (any Transport)? {
        guard let identity = shared.configuration.tls else { return SocketTransport(descriptor) }
        guard shared.beginHandshake() else {
            close(descriptor)
            statistics.handshakesFailed += 1
            let limit = shared.configuration.maxHandshakes
            shared.configuration.onEvent?(
                .handshakeFailed(
                    peer: peer, reason: "there are \(limit) handshakes under way; that many are allowed"))
            return nil
        }
        guard let transport = TLSTransport(descriptor, context: identity.context) else {
            shared.endHandshake()
            return nil
        }
        return transport
    }

    private func closeListener() {
        guard let acceptor else { return }
        poller.remove(acceptor.descriptor)
        acceptor.end()
        self.acceptor = nil
        acceptsAgain = nil
    }

    private func fireDeadlines() {
        while let due = deadlines.popDue(now) {
            connections[due.connection]?.deadlineEntryCame(due.time, now: now)
        }
        if let time = acceptsAgain, time <= now, let acceptor {
            acceptsAgain = nil
            _ = poller.addLevel(acceptor.descriptor, token: Self.listenerToken)
        }
    }
}
