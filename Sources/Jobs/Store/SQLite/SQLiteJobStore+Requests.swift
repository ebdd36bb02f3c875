package import Foundation
internal import GRDB
package import Specification

extension SQLiteJobStore {
    package func submit(
        _ job: NewJob, at time: Date, limits: QueueLimits, once: (IdempotentRequest, IdempotentAnswer)?
    ) throws(JobsError) -> Job {
        let document = try Self.document(job.specification, action: "store a job")
        try write("store a job") { database in
            _ = try database.insert(job, document: document, at: time, limits: limits)
            if let (request, answer) = once { try database.remember(request, answer, at: time) }
        }
        return Job(job, createdAt: Date(stored: time.stored))
    }

    package func delete(_ id: String) throws(JobsError) {
        try write("delete a job") { database in
            let terminal = JobState.allCases.filter(\.isTerminal).map { "'\($0.rawValue)'" }
            try database.execute(
                sql: "DELETE FROM jobs WHERE id = ? AND state IN (\(terminal.joined(separator: ", ")))",
                arguments: [id])
            guard database.changesCount == 0 else { return }
            throw JobsError.notAllowed(action: "delete", state: try Self.job(id, in: database).state)
        }
    }
}
