internal import Foundation
internal import GRDB
internal import Specification

extension Database {
    /// Adds a queued job and its first event. - Parameter document: its specification as JSON.
    /// - Returns: its row. - Throws: `.queueFull` when `queueLimit` jobs are queued.
    func insert(_ job: NewJob, document: String, at time: Date, queueLimit: Int) throws -> Int64 {
        let insert = try cachedStatement(
            sql: """
                INSERT INTO jobs (id, task, state, priority, max_attempts, created_at, available_at, specification)
                SELECT :id, :task, 'queued', :priority, :attempts, :now, :now, :specification
                WHERE (SELECT count(*) FROM jobs WHERE state = 'queued') < :limit
                """)
        let specification = job.specification
        try insert.execute(
            arguments: [
                "id": job.id, "task": specification.task.rawValue, "priority": specification.priority,
                "attempts": specification.maxAttempts, "now": time.stored, "specification": document,
                "limit": queueLimit,
            ])
        guard changesCount == 1 else { throw JobsError.queueFull(limit: queueLimit) }
        let sequence = lastInsertedRowID
        try append(StateEvent(state: .queued), to: sequence, at: time)
        return sequence
    }
}
