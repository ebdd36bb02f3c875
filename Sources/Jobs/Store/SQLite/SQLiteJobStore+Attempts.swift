package import Foundation
internal import GRDB
internal import Specification

extension SQLiteJobStore {
    package func claim(at time: Date) throws(JobsError) -> JobClaim? {
        try write("claim a job") { database in
            let statement = try database.cachedStatement(
                sql: """
                    UPDATE jobs SET state = 'starting', attempt = attempt + 1, started_at = coalesce(started_at, :now)
                    WHERE state = 'queued' AND sequence = (
                        SELECT sequence FROM jobs WHERE state = 'queued' AND available_at <= :now
                        ORDER BY priority DESC, id LIMIT 1)
                    RETURNING sequence, id, attempt, losses, specification
                    """)
            guard let row = try Row.fetchOne(statement, arguments: ["now": time.stored]) else { return nil }
            let sequence: Int64 = row["sequence"]
            let token = AttemptToken(job: row["id"], attempt: row["attempt"])
            let insert = try database.cachedStatement(
                sql: "INSERT INTO attempts (job, number, started_at) VALUES (?, ?, ?)")
            try insert.execute(arguments: [sequence, token.attempt, time.stored])
            try database.append(StateEvent(state: .starting, attempt: token.attempt), to: sequence, at: time)
            return JobClaim(
                token: token, specification: try Database.value(JobSpecification.self, row["specification"]),
                losses: row["losses"])
        }
    }

    package func record(
        _ report: AttemptReport, by token: AttemptToken, at time: Date
    ) throws(JobsError) -> AttemptReceipt {
        try write("record what an attempt reports") { database in
            let live = try LiveAttempt(token, in: database)
            switch report {
            case .started(let epoch): return try live.started(resumedFromEpoch: epoch, at: time)
            case .epoch(let record): return try live.epoch(record, at: time)
            case .log(let message): return try live.log(message, at: time)
            case .checkpoint(let file, let epoch, let replaced):
                return try live.checkpoint(file, epoch: epoch, replaced: replaced, at: time)
            case .finished(let result, let files): return try live.finished(result, files, at: time)
            case .stopped(let reason): return try live.stopped(reason, at: time)
            case .failed(let failure): return try live.failed(failure, at: time)
            case .lost(let reason, let retryAt): return try live.lost(reason, retryAt: retryAt, at: time)
            }
        }
    }

    package func recover(at time: Date) throws(JobsError) -> [String] {
        try write("recover the jobs of a stopped service") { database in
            let active = JobState.allCases.filter(\.isActive).map { "'\($0.rawValue)'" }
            let rows = try Row.fetchAll(
                database,
                sql:
                    "SELECT id, attempt FROM jobs WHERE state IN (\(active.joined(separator: ", "))) ORDER BY id"
            )
            return try rows.map { row in
                let token = AttemptToken(job: row["id"], attempt: row["attempt"])
                _ = try LiveAttempt(token, in: database).abandoned(
                    "The service stopped while the attempt ran.", at: time)
                return token.job
            }
        }
    }
}
