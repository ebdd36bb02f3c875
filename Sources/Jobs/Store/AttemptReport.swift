package import Specification
package import struct Foundation.Date

/// What an attempt has to record. Each is one transaction: the change, and the events that tell of it.
package enum AttemptReport: Sendable, Equatable {
    case started(resumedFromEpoch: Int?)
    /// A record that the job has already is dropped without an event.
    case epoch(EpochRecord)
    case log(message: String, source: LogSource = .engine)
    /// A new checkpoint; `replaced` are the earlier ones that are no more.
    case checkpoint(Artifact, epoch: Int?, replaced: [String])
    /// All that the job leaves becomes visible in the moment in which it succeeds.
    case finished(JobResult, [Artifact])
    /// Stopped as told, with a checkpoint; does not count against `max_attempts`.
    case stopped(reason: String)
    /// Ended by its own fault; not tried again.
    case failed(JobFailure)
    /// Ended by the machine's or the engine's fault: queued again until `max_attempts` are lost, then failed.
    case lost(reason: String, retryAt: Date)

    /// Why the attempt ended, where it did not succeed.
    var reason: String? {
        switch self {
        case .stopped(let reason), .lost(let reason, _): reason
        case .failed(let failure): failure.detail
        default: nil
        }
    }
}
