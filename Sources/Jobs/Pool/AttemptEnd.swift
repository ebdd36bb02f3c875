internal import Specification

/// What an attempt came to.
enum AttemptEnd: Sendable, Equatable {
    case finished(JobResult)
    case stopped(reason: String)
    case failed(JobFailure)
    case lost(reason: String)
}
