package import Foundation
internal import GRDB
package import Specification

extension SQLiteJobStore {
    package func cancel(_ id: String, at time: Date) throws(JobsError) -> Job {
        try control(.cancel, id, at: time, unless: .cancelling)
    }

    package func pause(_ id: String, at time: Date) throws(JobsError) -> Job {
        try control(.pause, id, at: time, unless: .pausing)
    }

    package func resume(_ id: String, at time: Date, limits: QueueLimits) throws(JobsError) -> Job {
        try write("resume a job") { database in
            // A job that was paused while it waited for another attempt need not wait any more.
            guard
                let change = try database.change(.resume, job: id, at: time, backOff: (false, time))
            else {
                throw JobsError.notAllowed(action: "resume", state: try Self.job(id, in: database).state)
            }
            try database.append(StateEvent(state: change.state), to: change.sequence, at: time)
            let job = try Self.job(id, in: database)
            try database.checkQueue(of: job.owner, limits: limits)
            return job
        }
    }

    package func retry(
        _ id: String, as new: String, at time: Date, limits: QueueLimits
    ) throws(JobsError) -> Job {
        try write("retry a job") { database in
            let old = try Self.job(id, in: database)
            guard old.state.canBeRetried else {
                throw JobsError.notAllowed(action: "retry", state: old.state)
            }
            let job = NewJob(id: new, specification: old.specification, owner: old.owner, retryOf: id)
            let document = try Database.json(job.specification)
            let sequence = try database.insert(job, document: document, at: time, limits: limits)
            try database.copyWebhook(from: try Self.sequence(of: id, in: database), to: sequence)
            return Job(job, createdAt: Date(stored: time.stored))
        }
    }

    package func nextExpiry() throws(JobsError) -> Date? {
        try read("look for jobs that waited too long") { database in
            try Int64.fetchOne(database, sql: Self.firstDeadline).map { Date(stored: $0) }
        }
    }

    package func expire(at time: Date) throws(JobsError) -> [String] {
        try write("end the jobs that waited too long") { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT id, created_at, start_by FROM jobs INDEXED BY jobs_start_by
                    WHERE \(Self.hasNotStarted) AND start_by <= ? ORDER BY start_by, id
                    """,
                arguments: [time.stored])
            return try rows.compactMap { row in
                let id: String = row["id"]
                guard let change = try database.change(.expire, job: id, at: time) else { return nil }
                let allowed = Double((row["start_by"] as Int64) - (row["created_at"] as Int64)) / 1000
                let seconds = allowed == allowed.rounded() ? String(Int(allowed)) : String(allowed)
                let event = StateEvent(
                    state: change.state,
                    reason:
                        "The job had not started within the \(seconds) s that start_within_seconds allows.")
                try database.append(event, to: change.sequence, at: time)
                return id
            }
        }
    }

    /// As the index of deadlines has it.
    private static let hasNotStarted =
        "start_by IS NOT NULL AND attempt = 0 AND state IN ('queued', 'paused')"

    static let firstDeadline =
        "SELECT min(start_by) FROM jobs INDEXED BY jobs_start_by WHERE \(hasNotStarted)"

    /// - Parameter already: the state in which the job is on its way there: asking again changes nothing.
    private func control(
        _ transition: JobTransition, _ id: String, at time: Date, unless already: JobState
    ) throws(JobsError) -> Job {
        try write("\(transition.rawValue) a job") { database in
            let change = try database.change(transition, job: id, at: time)
            if let change {
                try database.append(StateEvent(state: change.state), to: change.sequence, at: time)
            }
            let job = try Self.job(id, in: database)
            guard change != nil || job.state == already else {
                throw JobsError.notAllowed(action: transition.rawValue, state: job.state)
            }
            return job
        }
    }
}

extension JobState {
    /// Whether a job that ended so may be tried once more, as a new job.
    package var canBeRetried: Bool {
        switch self {
        case .failed, .cancelled, .expired: true
        default: false
        }
    }
}
