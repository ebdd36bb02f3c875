package import struct Foundation.Date

/// A job as its user sees it.
package struct Job: Codable, Sendable, Equatable {
    /// `job_` and a ULID.
    package var id: String
    package var object = "job"
    /// Whose it is; nil where it was submitted without a token.
    package var owner: String?
    package var name: String?
    package var task: TaskKind
    package var state: JobState
    package var createdAt: Date
    /// Of the first attempt.
    package var startedAt: Date?
    /// When it came to a terminal state.
    package var finishedAt: Date?
    /// −100 to 100; jobs of a higher one start first.
    package var priority: Int
    package var metadata: [String: String]
    package var specification: JobSpecification
    package var progress: JobProgress
    /// The latest epoch.
    package var latest: EpochRecord?
    package var result: JobResult?
    /// By number.
    package var attempts: [JobAttempt]
    package var error: JobFailure?
    /// Paths of what belongs to it, by what they lead to.
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
