internal import Foundation
internal import GRDB
internal import Specification

extension Database {
    /// Adds a queued job and its first event. - Parameter document: its specification as JSON.
    /// - Returns: its row. - Throws: `.queueFull` or `.ownerQueueFull`.
    func insert(_ job: NewJob, document: String, at time: Date, limits: QueueLimits) throws -> Int64 {
        let insert = try cachedStatement(
            sql: """
                INSERT INTO jobs
                    (id, owner, task, state, priority, max_attempts, created_at, available_at, start_by, retry_of,
                    specification)
                SELECT :id, :owner, :task, 'queued', :priority, :attempts, :now, :now, :start_by, :retry_of,
                    :specification
                WHERE (SELECT count(*) FROM jobs WHERE state = 'queued') < :limit
                    AND (:owner IS NULL OR :limit_per_owner
                        > (SELECT count(*) FROM jobs WHERE state = 'queued' AND owner = :owner))
                """)
        let specification = job.specification
        try insert.execute(
            arguments: [
                "id": job.id, "owner": job.owner, "task": specification.task.rawValue,
                "priority": specification.priority, "attempts": specification.maxAttempts,
                "now": time.stored, "start_by": job.startBy(submittedAt: time)?.stored,
                "retry_of": job.retryOf, "specification": document, "limit": limits.total,
                "limit_per_owner": limits.perOwner,
            ])
        guard changesCount == 1 else { throw try queueFull(limits) }
        let sequence = lastInsertedRowID
        try addMetadata(of: job)
        // A retry's webhook has the secret of the job that it tries again.
        if let plan = specification.notify, job.retryOf == nil { try addWebhook(plan, to: sequence) }
        try append(StateEvent(state: .queued), to: sequence, at: time)
        return sequence
    }

    /// After a job came back into the queue. - Throws: `.queueFull` or `.ownerQueueFull`.
    func checkQueue(of owner: String?, limits: QueueLimits) throws {
        let isFull = try Bool.fetchOne(
            self,
            sql: """
                SELECT (SELECT count(*) FROM jobs WHERE state = 'queued') > ?
                    OR (SELECT count(*) FROM jobs WHERE state = 'queued' AND owner = ?) > ?
                """,
            arguments: [limits.total, owner, limits.perOwner])
        if isFull == true { throw try queueFull(limits) }
    }

    private func addMetadata(of job: NewJob) throws {
        let insert = try cachedStatement(
            sql: "INSERT INTO job_metadata (key, value, id, owner) VALUES (?, ?, ?, ?)")
        for (key, value) in job.specification.metadata {
            try insert.execute(arguments: [key, value, job.id, job.owner])
        }
    }

    /// Which of the limits it was.
    private func queueFull(_ limits: QueueLimits) throws -> JobsError {
        let queued = try Int.fetchOne(self, sql: "SELECT count(*) FROM jobs WHERE state = 'queued'") ?? 0
        return queued < limits.total
            ? .ownerQueueFull(limit: limits.perOwner) : .queueFull(limit: limits.total)
    }
}
