import Jobs
import Logging
import Specification

/// Writes what the jobs do into the log.
struct JobLog: Sendable {
    private let logger: Logger
    private let repetition = Repetition()

    init(_ logger: Logger) {
        self.logger = logger
    }

    @Sendable func write(_ notice: JobNotice) {
        switch notice {
        case .recovered(let jobs):
            if jobs > 0 { logger.notice("took over \(jobs) jobs from an earlier run") }
        case .changed(let job, let state):
            logger.info("\(job) is \(state.rawValue)")
        case .attemptEnded(let job, let attempt, let outcome, let reason):
            let because = reason.map { ": \($0)" } ?? ""
            logger.log(
                level: outcome == .lost || outcome == .failed ? .warning : .info,
                "\(job) attempt \(attempt) \(outcome.rawValue)\(because)")
        case .engineSpawned(let pid):
            logger.debug("engine process \(pid) started")
        case .engineNetwork(nil):
            logger.info("engines have no network")
        case .engineNetwork(let failure?):
            logger.warning("engines share the network: no namespace of their own could be made (\(failure))")
        case .engineMemory(nil):
            logger.info("the kernel holds each engine to its memory")
        case .engineMemory(let failure?):
            logger.info("memory of engines: looked at once a second, not held by the kernel (\(failure))")
        case .spareLost(let reason):
            logger.error("an engine process did not get ready: \(reason)")
        case .storeFailed(let reason):
            if repetition.isNews(reason) { logger.error("\(reason)") }
        case .webhookFailed(let job, let reason, let retryAt):
            let outlook =
                retryAt.map { "it is tried again at \(Timestamp.text($0))" } ?? "it is not tried again"
            logger.warning("the end of \(job) could not be posted: \(reason); \(outlook)")
        case .uploaded(let kind, let name, let bytes):
            logger.info("the \(kind) \(name) was uploaded, \(bytes) bytes")
        case .uploadFailed(let kind, let name, let reason):
            logger.warning("the upload of the \(kind) \(name) failed: \(reason)")
        case .removalFailed(let path, let reason):
            logger.warning("\(path) could not be removed: \(reason)")
        }
    }
}
