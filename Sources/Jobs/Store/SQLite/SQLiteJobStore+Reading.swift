package import Foundation
internal import GRDB
package import Specification

extension SQLiteJobStore {
    package func job(_ id: String) throws(JobsError) -> Job {
        try read("read a job") { try Self.job(id, in: $0) }
    }

    package func version(of id: String) throws(JobsError) -> Int {
        try read("read a job") { database in
            let version = try Int.fetchOne(
                try database.cachedStatement(sql: "SELECT last_event FROM jobs WHERE id = ?"), arguments: [id]
            )
            guard let version else { throw JobsError.unknownJob(id) }
            return version
        }
    }

    package func owner(ofJob id: String) throws(JobsError) -> String? {
        try read("read a job") { database in
            let statement = try database.cachedStatement(sql: "SELECT owner FROM jobs WHERE id = ?")
            guard let row = try Row.fetchOne(statement, arguments: [id]) else {
                throw JobsError.unknownJob(id)
            }
            return row["owner"]
        }
    }

    package func jobs(_ query: JobQuery) throws(JobsError) -> JobPage {
        try read("list the jobs") { database in
            let limit = max(0, query.limit)
            let choosesIndex = !query.states.isEmpty && !query.metadata.isEmpty
            let hasFew = try choosesIndex && JobListStatement.hasFew(query.states, in: database)
            let statement = JobListStatement(query, columns: Self.columns, hasFewOfState: hasFew)
            let rows = try Row.fetchAll(database, sql: statement.sql, arguments: statement.arguments)
            let jobs = try Self.jobs(rows.prefix(limit), in: database)
            return JobPage(jobs: jobs, hasMore: rows.count > limit)
        }
    }

    package func unfinishedJobs(dataset: String) throws(JobsError) -> Int {
        try unfinishedJobs(
            "? IN (json_extract(specification, '$.dataset.name'), "
                + "json_extract(specification, '$.teaching.holdout.dataset'))", dataset)
    }

    package func unfinishedJobs(script: String) throws(JobsError) -> Int {
        try unfinishedJobs(
            "json_extract(specification, '$.student.sha256') IS NOT NULL "
                + "AND json_extract(specification, '$.student.architecture') = ?", script)
    }

    private func unfinishedJobs(_ condition: String, _ name: String) throws(JobsError) -> Int {
        let states = JobState.allCases.filter { !$0.isTerminal }.map(\.rawValue)
        return try read("look for the jobs of an upload") { database in
            try Int.fetchOne(
                database,
                sql:
                    "SELECT count(*) FROM jobs WHERE state IN (\(databaseQuestionMarks(count: states.count))) "
                    + "AND \(condition)",
                arguments: StatementArguments(states) + [name]) ?? 0
        }
    }

    package func epochs(_ id: String, after: Int, limit: Int) throws(JobsError) -> [EpochRecord] {
        try read("read a job's epochs") { database in
            try String.fetchAll(
                database,
                sql: "SELECT record FROM epochs WHERE job = ? AND epoch > ? ORDER BY epoch LIMIT ?",
                arguments: [try Self.sequence(of: id, in: database), after, max(0, limit)]
            ).map { try Database.value(EpochRecord.self, $0) }
        }
    }

    package func events(
        _ id: String, kinds: Set<JobEvent.Kind>, after: Int, limit: Int
    ) throws(JobsError) -> [JobEvent] {
        try read("read a job's events") { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT id, type, time, data FROM events
                    WHERE job = ? AND id > ? AND type IN (\(databaseQuestionMarks(count: kinds.count)))
                    ORDER BY id LIMIT ?
                    """)
            let arguments: StatementArguments = [try Self.sequence(of: id, in: database), after]
            return try Row.fetchAll(
                statement,
                arguments: arguments + StatementArguments(kinds.map(\.rawValue).sorted()) + [max(0, limit)]
            ).map { row in
                let type: String = row["type"]
                guard let kind = JobEvent.Kind(rawValue: type) else {
                    throw JobsError.storage(
                        action: "read a job's events", reason: "the type '\(type)' is unknown")
                }
                return JobEvent(
                    id: row["id"], type: kind, time: Date(stored: row["time"]),
                    data: try JSONValue(parsing: row["data"] as String))
            }
        }
    }

    package func artifacts(_ id: String) throws(JobsError) -> [Artifact] {
        try read("read a job's artifacts") { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM artifacts WHERE job = ? ORDER BY name",
                arguments: [try Self.sequence(of: id, in: database)]
            ).map { row in
                let kind: String = row["kind"]
                return Artifact(
                    name: row["name"], kind: Artifact.Kind(rawValue: kind) ?? .report, size: row["size"],
                    mediaType: row["media_type"], sha256: row["sha256"],
                    createdAt: Date(stored: row["created_at"]))
            }
        }
    }

    package func countByState() throws(JobsError) -> [JobState: Int] {
        try read("count the jobs") { database in
            var counts = Dictionary(uniqueKeysWithValues: JobState.allCases.map { ($0, 0) })
            for row in try Row.fetchAll(
                database, sql: "SELECT state, count(*) AS jobs FROM jobs GROUP BY state")
            {
                counts[try Database.state(row["state"])] = row["jobs"]
            }
            return counts
        }
    }

    package func nextClaimTime() throws(JobsError) -> Date? {
        try read("look at the queue") { database in
            try Int64.fetchOne(database, sql: Self.firstAvailable)
                .map { Date(stored: $0) }
        }
    }
}

extension SQLiteJobStore {
    /// The planner, who knows no numbers, would rather look at every queued job.
    static let firstAvailable =
        "SELECT min(available_at) FROM jobs INDEXED BY jobs_available WHERE state = 'queued'"

    /// A whole job's, with its latest epoch.
    static let columns = """
        jobs.*,
        (SELECT record FROM epochs WHERE epochs.job = jobs.sequence AND epochs.epoch = jobs.epoch) AS latest
        """

    static func sequence(of id: String, in database: Database) throws -> Int64 {
        let statement = try database.cachedStatement(sql: "SELECT sequence FROM jobs WHERE id = ?")
        guard let sequence = try Int64.fetchOne(statement, arguments: [id]) else {
            throw JobsError.unknownJob(id)
        }
        return sequence
    }

    static func job(_ id: String, in database: Database) throws -> Job {
        let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM jobs WHERE id = ?")
        let rows = try Row.fetchAll(statement, arguments: [id])
        guard let job = try jobs(rows[...], in: database).first else { throw JobsError.unknownJob(id) }
        return job
    }

    private static func jobs(_ rows: ArraySlice<Row>, in database: Database) throws -> [Job] {
        let statement = try database.cachedStatement(
            sql: "SELECT * FROM attempts WHERE job = ? ORDER BY number")
        return try rows.map { row in
            let attempts = try Row.fetchAll(statement, arguments: [row["sequence"] as Int64])
            return try Job(row: row, attempts: attempts.map(JobAttempt.init(row:)))
        }
    }
}
