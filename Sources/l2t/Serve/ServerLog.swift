import HTTP
import Logging

/// Writes what the server meets into the log; what clients do wrong only where more is asked for. What a flood of them
/// brings about is said once a minute: it is written where the server should be working.
struct ServerLog: Sendable {
    private let logger: Logger
    private let refusals = Repetition()
    private let acceptFailures = Repetition()
    private let fullQueues = Repetition()

    init(_ logger: Logger) {
        self.logger = logger
    }

    @Sendable func write(_ event: ServerEvent) {
        switch event {
        case .listening(let host, let port, let connections):
            logger.notice("listening on \(host) port \(port) for \(connections) connections")
        case .connectionLimitLowered(let wanted, let possible, let files):
            logger.warning(
                "\(possible) connections instead of \(wanted): the process may open \(files) files (RLIMIT_NOFILE)"
            )
        case .connectionRefused(let peer, let detail):
            // Whoever it is: a flood may come from many.
            let level: Logger.Level = refusals.isNews("refused") ? .info : .debug
            logger.log(level: level, "refused \(peer): \(detail)")
        case .handshakeFailed(let peer, let reason):
            logger.debug("\(peer): the TLS handshake failed: \(reason)")
        case .acceptFailed(let reason):
            if acceptFailures.isNews(reason) { logger.error("no connection could be accepted: \(reason)") }
        case .requestRejected(let peer, let rejection):
            logger.debug("\(peer): \(rejection)")
        case .handlerTimedOut(let operation):
            logger.error("\(operation) took too long")
        case .handlerDroppedRequest(let operation):
            logger.error("\(operation) did not answer")
        case .handlerQueueFull(let operation):
            let level: Logger.Level = fullQueues.isNews("full") ? .warning : .debug
            logger.log(level: level, "\(operation) was refused: too many requests wait")
        case .streamOverflowed(let operation):
            logger.debug("\(operation): the client read too slowly and was cut off")
        case .stopped:
            logger.info("all connections are closed")
        }
    }
}
