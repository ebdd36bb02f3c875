package import Foundation
internal import GRDB
internal import Specification

extension SQLiteJobStore {
    package func claim(at time: Date) throws(JobsError) -> JobClaim? {
        try write("claim a job") { database in
            let next = try Row.fetchOne(
                try database.cachedStatement(sql: Turn.next), arguments: ["now": time.stored])
            guard let next else { return nil }
            let statement = try database.cachedStatement(
                sql: """
                    UPDATE jobs SET state = 'starting', attempt = attempt + 1, started_at = coalesce(started_at, :now)
                    WHERE state = 'queued' AND sequence = :job
                    RETURNING sequence, id, attempt, losses, specification
                    """)
            let sequence: Int64 = next["job"]
            guard let row = try Row.fetchOne(statement, arguments: ["now": time.stored, "job": sequence])
            else { return nil }
            let serve = try database.cachedStatement(
                sql: """
                    INSERT INTO turns (owner, served_at) VALUES (?, ?)
                    ON CONFLICT (owner) DO UPDATE SET served_at = max(served_at, excluded.served_at)
                    """)
            try serve.execute(arguments: [next["owner"] as String, time.stored])
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
            case .log(let message, let source): return try live.log(message, from: source, at: time)
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
