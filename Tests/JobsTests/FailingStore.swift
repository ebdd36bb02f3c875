import Foundation
import Specification
import Synchronization

@testable import Jobs

/// A store whose disk is full for the next reports that `fails` says.
final class FailingStore: JobStore {
    static let failure = JobsError.storage(
        action: "record what an attempt reports", reason: "the disk is full")
    let store: any JobStore
    private let remaining: Mutex<Int>
    private let fails: @Sendable (AttemptReport) -> Bool

    init(_ store: any JobStore, times: Int, fails: @escaping @Sendable (AttemptReport) -> Bool) {
        self.store = store
        self.fails = fails
        remaining = Mutex(times)
    }

    func record(
        _ report: AttemptReport, by token: AttemptToken, at time: Date
    ) throws(JobsError) -> AttemptReceipt {
        let isFull = remaining.withLock { remaining in
            guard remaining > 0, fails(report) else { return false }
            remaining -= 1
            return true
        }
        if isFull { throw Self.failure }
        return try store.record(report, by: token, at: time)
    }

    func submit(
        _ job: NewJob, at time: Date, limits: QueueLimits, once: (IdempotentRequest, IdempotentAnswer)?
    ) throws(JobsError) -> Job {
        try store.submit(job, at: time, limits: limits, once: once)
    }

    func job(_ id: String) throws(JobsError) -> Job { try store.job(id) }
    func version(of id: String) throws(JobsError) -> Int { try store.version(of: id) }
    func owner(ofJob id: String) throws(JobsError) -> String? { try store.owner(ofJob: id) }
    func owner(ofComparison id: String) throws(JobsError) -> String? { try store.owner(ofComparison: id) }
    func jobs(_ query: JobQuery) throws(JobsError) -> JobPage { try store.jobs(query) }

    func epochs(_ id: String, after: Int, limit: Int) throws(JobsError) -> [EpochRecord] {
        try store.epochs(id, after: after, limit: limit)
    }

    func events(
        _ id: String, kinds: Set<JobEvent.Kind>, after: Int, limit: Int
    ) throws(JobsError) -> [JobEvent] {
        try store.events(id, kinds: kinds, after: after, limit: limit)
    }

    func artifacts(_ id: String) throws(JobsError) -> [Artifact] { try store.artifacts(id) }
    func unfinishedJobs(script: String) throws(JobsError) -> Int { try store.unfinishedJobs(script: script) }

    func unfinishedJobs(dataset: String) throws(JobsError) -> Int {
        try store.unfinishedJobs(dataset: dataset)
    }
    func countByState() throws(JobsError) -> [JobState: Int] { try store.countByState() }
    func claim(at time: Date) throws(JobsError) -> JobClaim? { try store.claim(at: time) }
    func nextClaimTime() throws(JobsError) -> Date? { try store.nextClaimTime() }
    func cancel(_ id: String, at time: Date) throws(JobsError) -> Job { try store.cancel(id, at: time) }
    func delete(_ id: String) throws(JobsError) { try store.delete(id) }
    func recover(at time: Date) throws(JobsError) -> [String] { try store.recover(at: time) }
    func liveAttempts() throws(JobsError) -> [AttemptToken] { try store.liveAttempts() }
    func keptFiles(_ id: String) throws(JobsError) -> Set<String>? { try store.keptFiles(id) }
    func checkWritable() throws(JobsError) { try store.checkWritable() }

    func submit(
        _ comparison: ComparisonSpecification, id: String, jobIDs: [String], owner: String?, at time: Date,
        limits: QueueLimits, once: (IdempotentRequest, IdempotentAnswer)?
    ) throws(JobsError) {
        try store.submit(
            comparison, id: id, jobIDs: jobIDs, owner: owner, at: time, limits: limits,
            once: once)
    }

    func comparison(_ id: String) throws(JobsError) -> StoredComparison { try store.comparison(id) }

    func comparisons(owner: String?, after: String?, limit: Int) throws(JobsError) -> ComparisonPage {
        try store.comparisons(owner: owner, after: after, limit: limit)
    }

    func cancelComparison(_ id: String, at time: Date) throws(JobsError) -> [String: JobState] {
        try store.cancelComparison(id, at: time)
    }

    func deleteComparison(_ id: String) throws(JobsError) -> [String] { try store.deleteComparison(id) }
}
