import HTTPTypes
import Synchronization

/// What all loops and all responders of one server use together.
final class ServerShared: Sendable {
    let configuration: ServerConfiguration
    let router: Router
    let pool: HandlerPool
    /// Where sinks take bodies: a slow disk holds up no handler.
    let bodyPool: HandlerPool
    let ledger: ConnectionLedger
    private let streams = Atomic<Int>(0)
    private let handshakes = Atomic<Int>(0)
    private let bodyBytes = Atomic<Int>(0)
    private let totals = Mutex(ServerStatistics())

    init(
        configuration: ServerConfiguration, router: Router, maxConnections: Int, maxRefused: Int, cores: Int
    ) {
        self.configuration = configuration
        self.router = router
        pool = HandlerPool(
            width: configuration.handlerWidth ?? max(8, 4 * cores), queueLimit: configuration.handlerQueue)
        bodyPool = HandlerPool(width: max(4, 2 * cores), queueLimit: 0)
        ledger = ConnectionLedger(
            maximum: maxConnections, maximumPerPeer: configuration.maxConnectionsPerPeer,
            maximumRefused: maxRefused)
    }

    func error(_ status: HTTPResponse.Status, _ detail: String) -> Response {
        configuration.errorResponse(status, detail)
    }

    // MARK: Streams

    /// Counts one more stream, unless there are too many.
    func openStream() -> Bool {
        let old = streams.add(1, ordering: .relaxed).oldValue
        if old < configuration.maxStreams { return true }
        streams.subtract(1, ordering: .relaxed)
        return false
    }

    func closeStream() { streams.subtract(1, ordering: .relaxed) }

    // MARK: Handshakes

    /// Counts one more handshake, unless there are too many.
    func beginHandshake() -> Bool {
        let old = handshakes.add(1, ordering: .relaxed).oldValue
        if old < configuration.maxHandshakes { return true }
        handshakes.subtract(1, ordering: .relaxed)
        return false
    }

    func endHandshake() { handshakes.subtract(1, ordering: .relaxed) }

    // MARK: Bodies

    /// Counts so many more bytes of bodies, unless there are too many.
    func holdBody(_ bytes: Int) -> Bool {
        let old = bodyBytes.add(bytes, ordering: .relaxed).oldValue
        if old + bytes <= configuration.bodyMemory { return true }
        bodyBytes.subtract(bytes, ordering: .relaxed)
        return false
    }

    func releaseBody(_ bytes: Int) { bodyBytes.subtract(bytes, ordering: .relaxed) }

    // MARK: Statistics

    func merge(_ statistics: ServerStatistics) {
        totals.withLock { $0.add(statistics) }
    }

    var statistics: ServerStatistics {
        var statistics = totals.withLock { $0 }
        statistics.connectionsOpen = ledger.total
        statistics.streamsOpen = streams.load(ordering: .relaxed)
        statistics.handshakesOpen = handshakes.load(ordering: .relaxed)
        statistics.bodyBytesHeld = bodyBytes.load(ordering: .relaxed)
        statistics.handlersRunning = pool.running
        statistics.handlersQueued = pool.queued
        return statistics
    }
}
