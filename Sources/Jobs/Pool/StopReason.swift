internal import Specification

/// Why an engine is told to stop, and what its attempt comes to.
enum StopReason: Sendable, Equatable {
    case cancel
    case pause
    case shutdown
    case limit(JobFailure)

    /// As the engine is told.
    var name: String {
        switch self {
        case .cancel: "cancel"
        case .pause: "pause"
        case .shutdown: "shutdown"
        case .limit: "limit"
        }
    }

    /// How the attempt ends: after `epoch` with its checkpoint, or killed where that is nil.
    func end(afterEpoch epoch: Int?) -> AttemptEnd {
        let how = epoch.map { "saved after epoch \($0)" } ?? "the engine was killed"
        return switch self {
        case .cancel: .stopped(reason: "The job was cancelled; \(how).")
        case .pause: .stopped(reason: "The job was paused; \(how).")
        case .shutdown: .stopped(reason: "The service stopped; \(how).")
        case .limit(let failure): .failed(failure)
        }
    }
}
