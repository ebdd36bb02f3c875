package import struct Foundation.Date

/// One run of the engine for a job.
package struct JobAttempt: Codable, Sendable, Equatable {
    /// How it ended. `lost`: by the fault of the engine, the machine or the service.
    package enum Outcome: String, Codable, Sendable {
        case succeeded, failed, cancelled, paused, lost
    }

    /// 1 is the first.
    package var number: Int
    package var startedAt: Date
    package var endedAt: Date?
    package var outcome: Outcome?
    /// Why it ended so, in a sentence for a person.
    package var reason: String?
    /// The epoch whose checkpoint it started from; nil when it started afresh.
    package var resumedFromEpoch: Int?

    package init(
        number: Int, startedAt: Date, endedAt: Date? = nil, outcome: Outcome? = nil, reason: String? = nil,
        resumedFromEpoch: Int? = nil
    ) {
        self.number = number
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
        self.reason = reason
        self.resumedFromEpoch = resumedFromEpoch
    }
}
