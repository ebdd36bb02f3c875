package import Specification
package import struct Foundation.Date

/// What the program that runs the service may want to log. Libraries do not log.
package enum JobNotice: Sendable, Equatable {
    case recovered(jobs: Int)
    case changed(job: String, state: JobState)
    case attemptEnded(job: String, attempt: Int, outcome: JobAttempt.Outcome, reason: String?)
    case engineSpawned(pid: Int32)
    /// Said once: whether the engines are cut off from the network, or else why not.
    case engineNetwork(failure: String?)
    /// Said once: whether the kernel holds each engine to its memory, or else why not.
    case engineMemory(failure: String?)
    /// An engine process ended while it waited for a job, or could not be started.
    case spareLost(reason: String)
    /// The store refused a write; it is tried again.
    case storeFailed(reason: String)
    /// A try to tell of a job's end failed; it is tried again at the time that is given, or not any more.
    case webhookFailed(job: String, reason: String, retryAt: Date?)
    /// `kind` is what it became: "data set".
    case uploaded(kind: String, name: String, bytes: Int)
    case uploadFailed(kind: String, name: String, reason: String)
    case removalFailed(path: String, reason: String)
}
