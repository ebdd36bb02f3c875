package import Specification
package import struct Foundation.Date

/// Durable jobs. Every call is one transaction: it returns when its change is on stable storage, or throws and has
/// changed nothing. Every change of a job appends at least one event, so the id of the last event is its version.
package protocol JobStore: Sendable {
    /// - Throws: `.queueFull` or `.ownerQueueFull` when as many jobs are queued as are allowed.
    func submit(_ job: NewJob, at time: Date, limits: QueueLimits) throws(JobsError) -> Job
    func job(_ id: String) throws(JobsError) -> Job
    func version(of id: String) throws(JobsError) -> Int
    /// Whose the job is, which never changes; nil where it was submitted without a token.
    func owner(ofJob id: String) throws(JobsError) -> String?
    func jobs(_ query: JobQuery) throws(JobsError) -> JobPage
    func epochs(_ id: String, after: Int, limit: Int) throws(JobsError) -> [EpochRecord]
    func events(_ id: String, after: Int, limit: Int) throws(JobsError) -> [JobEvent]
    func artifacts(_ id: String) throws(JobsError) -> [Artifact]
    func countByState() throws(JobsError) -> [JobState: Int]

    /// Takes the queued job with the highest priority, of those the oldest, whose back-off is over.
    func claim(at time: Date) throws(JobsError) -> JobClaim?
    /// When the next queued job may be claimed; nil when none is queued.
    func nextClaimTime() throws(JobsError) -> Date?
    /// - Throws: `.staleAttempt` when the token's attempt is not the job's live one.
    func record(
        _ report: AttemptReport, by token: AttemptToken, at time: Date
    ) throws(JobsError) -> AttemptReceipt

    /// - Throws: `.notAllowed` in a terminal state.
    func cancel(_ id: String, at time: Date) throws(JobsError) -> Job
    /// - Throws: `.notAllowed` but in a terminal state.
    func delete(_ id: String) throws(JobsError)
    /// Ends the attempts that a dead service left, and releases their jobs. Restarts do not count against
    /// `max_attempts`. - Returns: the jobs' ids.
    func recover(at time: Date) throws(JobsError) -> [String]

    /// Stores the comparison and all its jobs, or nothing.
    /// - Parameters: `jobIDs`: an id for each of its jobs, in their order.
    /// - Throws: `.queueFullForComparison` when more jobs would be queued than are allowed.
    func submit(
        _ comparison: ComparisonSpecification, id: String, jobIDs: [String], owner: String?, at time: Date,
        limits: QueueLimits
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
