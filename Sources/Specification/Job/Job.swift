package import struct Foundation.Date

/// A job as its user sees it.
package struct Job: Codable, Sendable, Equatable {
    package var id: String
    package var object = "job"
    /// Whose it is; nil where it was submitted without a token.
    package var owner: String?
    package var name: String?
    package var task: TaskKind
    package var state: JobState
    package var createdAt: Date
    package var startedAt: Date?
    package var finishedAt: Date?
    package var priority: Int
    package var metadata: [String: String]
    package var specification: JobSpecification
    package var progress: JobProgress
    package var latest: EpochRecord?
    package var result: JobResult?
    package var attempts: [JobAttempt]
    package var error: JobFailure?
    package var links: [String: String]
    /// The job that this one tries once more.
    package var retryOf: String?

    package init(
        id: String, name: String?, task: TaskKind, state: JobState, createdAt: Date, startedAt: Date?,
        finishedAt: Date?, priority: Int, metadata: [String: String], specification: JobSpecification,
        progress: JobProgress, latest: EpochRecord?, result: JobResult?, attempts: [JobAttempt],
        error: JobFailure?, links: [String: String]
    ) {
        self.id = id
        self.name = name
        self.task = task
        self.state = state
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.priority = priority
        self.metadata = metadata
        self.specification = specification
        self.progress = progress
        self.latest = latest
        self.result = result
        self.attempts = attempts
        self.error = error
        self.links = links
    }
}

package struct JobProgress: Codable, Sendable, Equatable {
    /// Epochs done.
    package var epoch: Int
    package var epochs: Int
    package var fraction: Double
    package var etaSeconds: Double?
    package var examplesPerSecond: Double?

    package init(epoch: Int, epochs: Int, etaSeconds: Double? = nil, examplesPerSecond: Double? = nil) {
        self.epoch = epoch
        self.epochs = epochs
        self.fraction = epochs > 0 ? Double(epoch) / Double(epochs) : 0
        self.etaSeconds = etaSeconds
        self.examplesPerSecond = examplesPerSecond
    }
}

/// One run of the engine for a job.
package struct JobAttempt: Codable, Sendable, Equatable {
    package enum Outcome: String, Codable, Sendable {
        case succeeded, failed, cancelled, paused, lost
    }

    package var number: Int
    package var startedAt: Date
    package var endedAt: Date?
    package var outcome: Outcome?
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

/// What came out of a job that succeeded.
package struct JobResult: Codable, Sendable, Equatable {
    package var test: Scores
    package var epochs: Int
    /// Trainable scalars of the student.
    package var parameters: Int
    package var examples: ExampleUse
    package var seconds: Double

    package init(test: Scores, epochs: Int, parameters: Int, examples: ExampleUse, seconds: Double) {
        self.test = test
        self.epochs = epochs
        self.parameters = parameters
        self.examples = examples
        self.seconds = seconds
    }
}

/// Which examples were used for what, in one epoch.
package struct ExampleUse: Codable, Sendable, Equatable {
    package var training: Int
    package var teaching: Int
    package var test: Int
    /// Training labels that were replaced on purpose.
    package var noisyLabels: Int

    package init(training: Int, teaching: Int, test: Int, noisyLabels: Int) {
        self.training = training
        self.teaching = teaching
        self.test = test
        self.noisyLabels = noisyLabels
    }
}

/// Why a job ended without success.
package struct JobFailure: Codable, Sendable, Equatable, Error {
    package enum Kind: String, Codable, Sendable {
        /// The user's fault, and not tried again: data that cannot be read, a specification that does not fit.
        case invalid
        /// A non-finite loss, and not tried again.
        case diverged
        /// The engine's or the machine's fault: tried again.
        case infrastructure
        /// A limit of the job was reached.
        case limit
    }

    package var kind: Kind
    package var detail: String

    package init(kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }
}
