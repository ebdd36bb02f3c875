package import Specification
package import struct Foundation.Date

/// Durable jobs. Every call is one transaction: it returns when its change is on stable storage, or throws and has
/// changed nothing. Every change of a job appends at least one event, so the id of the last event is its version.
package protocol JobStore: WebhookOutbox {
    /// - Throws: `.queueFull` or `.ownerQueueFull` when as many jobs are queued as are allowed.
    ///
    /// With `once` the request and its answer are remembered in the same transaction.
    func submit(
        _ job: NewJob, at time: Date, limits: QueueLimits, once: (IdempotentRequest, IdempotentAnswer)?
    ) throws(JobsError) -> Job
    /// The answer to an earlier request of the same key; nil where there is none that is young enough.
    /// - Throws: `.idempotencyKeyReused` where the earlier request was another.
    func answer(to request: IdempotentRequest, at time: Date) throws(JobsError) -> IdempotentAnswer?
    /// Removes the keys that are too old.
    func forgetKeys(at time: Date) throws(JobsError)
    func job(_ id: String) throws(JobsError) -> Job
    func version(of id: String) throws(JobsError) -> Int
    /// Whose the job is, which never changes; nil where it was submitted without a token.
    func owner(ofJob id: String) throws(JobsError) -> String?
    func jobs(_ query: JobQuery) throws(JobsError) -> JobPage
    func epochs(_ id: String, after: Int, limit: Int) throws(JobsError) -> [EpochRecord]
    func events(
        _ id: String, kinds: Set<JobEvent.Kind>, after: Int, limit: Int
    ) throws(JobsError) -> [JobEvent]
    func artifacts(_ id: String) throws(JobsError) -> [Artifact]
    /// How many jobs that have not ended name the data set.
    func unfinishedJobs(dataset: String) throws(JobsError) -> Int
    /// Those whose student is the TorchScript module of that name.
    func unfinishedJobs(script: String) throws(JobsError) -> Int
    func countByState() throws(JobsError) -> [JobState: Int]

    /// Takes the queued job whose turn it is, of those whose back-off is over: by priority, which grows with the time
    /// that a job waits, and fairly among owners (see `Turn`).
    func claim(at time: Date) throws(JobsError) -> JobClaim?
    /// When the next queued job may be claimed; nil when none is queued.
    func nextClaimTime() throws(JobsError) -> Date?
    /// - Throws: `.staleAttempt` when the token's attempt is not the job's live one.
    func record(
        _ report: AttemptReport, by token: AttemptToken, at time: Date
    ) throws(JobsError) -> AttemptReceipt

    /// - Throws: `.notAllowed` in a terminal state.
    func cancel(_ id: String, at time: Date) throws(JobsError) -> Job
    /// A job that does not run is paused at once.
    /// - Throws: `.notAllowed` in a terminal state, when it is paused, and while it is being cancelled.
    func pause(_ id: String, at time: Date) throws(JobsError) -> Job
    /// - Throws: `.notAllowed` but when it is paused; `.queueFull` or `.ownerQueueFull`.
    func resume(_ id: String, at time: Date, limits: QueueLimits) throws(JobsError) -> Job
    /// A new job with the specification, owner and webhook of one that ended without success.
    /// - Throws: `.notAllowed` for one that did not; `.queueFull` or `.ownerQueueFull`.
    func retry(
        _ id: String, as new: String, at time: Date, limits: QueueLimits
    ) throws(JobsError) -> Job
    /// When the next job expires; nil where none will.
    func nextExpiry() throws(JobsError) -> Date?
    /// Ends the jobs that should have started by now. - Returns: their ids.
    func expire(at time: Date) throws(JobsError) -> [String]
    /// - Throws: `.notAllowed` but in a terminal state.
    func delete(_ id: String) throws(JobsError)
    /// Ends the attempts that a dead service left, and releases their jobs. Restarts do not count against
    /// `max_attempts`. - Returns: the jobs' ids.
    func recover(at time: Date) throws(JobsError) -> [String]
    /// The attempts that have not ended: at a service's start, those that a dead one left.
    func liveAttempts() throws(JobsError) -> [AttemptToken]
    /// The names of the files that an ended job has; nil while it may have others.
    func keptFiles(_ id: String) throws(JobsError) -> Set<String>?
    /// - Throws: why nothing can be written; looked at by a write where the last one failed.
    func checkWritable() throws(JobsError)

    /// Stores the comparison and all its jobs, or nothing.
    /// - Parameters: `jobIDs`: an id for each of its jobs, in their order.
    /// - Throws: `.queueFullForComparison` when more jobs would be queued than are allowed.
    func submit(
        _ comparison: ComparisonSpecification, id: String, jobIDs: [String], owner: String?, at time: Date,
        limits: QueueLimits, once: (IdempotentRequest, IdempotentAnswer)?
    ) throws(JobsError)
    /// - Throws: `.unknownComparison`, as all that take a comparison's id.
    func comparison(_ id: String) throws(JobsError) -> StoredComparison
    /// Whose the comparison is, as with jobs.
    func owner(ofComparison id: String) throws(JobsError) -> String?
    /// Newest first; only those older than the id `after`, and of `owner` where one is given.
    func comparisons(owner: String?, after: String?, limit: Int) throws(JobsError) -> ComparisonPage
    /// Cancels every job of it that has not ended. - Returns: the states of those, by id.
    /// - Throws: `.comparisonNotAllowed` where all have ended.
    func cancelComparison(_ id: String, at time: Date) throws(JobsError) -> [String: JobState]
    /// Forgets the comparison and its jobs. - Returns: the ids of these.
    /// - Throws: `.comparisonNotAllowed` where one has not ended.
    func deleteComparison(_ id: String) throws(JobsError) -> [String]
}

extension JobStore {
    package func submit(_ job: NewJob, at time: Date, limits: QueueLimits) throws(JobsError) -> Job {
        try submit(job, at: time, limits: limits, once: nil)
    }

    package func submit(
        _ comparison: ComparisonSpecification, id: String, jobIDs: [String], owner: String?, at time: Date,
        limits: QueueLimits
    ) throws(JobsError) {
        try submit(
            comparison, id: id, jobIDs: jobIDs, owner: owner, at: time, limits: limits, once: nil)
    }

    package func events(_ id: String, after: Int, limit: Int) throws(JobsError) -> [JobEvent] {
        try events(id, kinds: Set(JobEvent.Kind.allCases), after: after, limit: limit)
    }
}
