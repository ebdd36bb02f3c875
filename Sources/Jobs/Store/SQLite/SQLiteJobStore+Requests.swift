package import Foundation
internal import GRDB
package import Specification

extension SQLiteJobStore {
    package func submit(_ job: NewJob, at time: Date, limits: QueueLimits) throws(JobsError) -> Job {
        let document = try Self.document(job.specification, action: "store a job")
        try write("store a job") { database in
            _ = try database.insert(job, document: document, at: time, limits: limits)
        }
        return Job(job, createdAt: Date(stored: time.stored))
    }

    package func cancel(_ id: String, at time: Date) throws(JobsError) -> Job {
        try write("cancel a job") { database in
            let change = try database.change(.cancel, job: id, at: time)
            if let change {
                try database.append(StateEvent(state: change.state), to: change.sequence, at: time)
            }
            let job = try Self.job(id, in: database)
            guard change != nil || job.state == .cancelling else {
                throw JobsError.notAllowed(action: "cancel", state: job.state)
            }
            return job
        }
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
