package import Foundation
internal import GRDB
package import Specification

extension SQLiteJobStore {
    package func submit(
        _ comparison: ComparisonSpecification, id: String, jobIDs: [String], owner: String?, at time: Date,
        limits: QueueLimits, once: (IdempotentRequest, IdempotentAnswer)?
    ) throws(JobsError) {
        let action = "store a comparison"
        let jobs = comparison.jobs(id: id)
        guard jobs.count == jobIDs.count else {
            throw .storage(action: action, reason: "it has \(jobs.count) jobs and \(jobIDs.count) ids")
        }
        let document = try Self.document(comparison, action: action)
        var rows: [(job: NewJob, document: String, entry: String)] = []
        for (job, id) in zip(jobs, jobIDs) {
            rows.append(
                (
                    NewJob(id: id, specification: job.specification, owner: owner),
                    try Self.document(job.specification, action: action),
                    try Self.document(job.entry, action: action)
                ))
        }
        try write(action) { [rows] database in
            try database.execute(
                sql: "INSERT INTO comparisons (id, owner, name, created_at, document) VALUES (?, ?, ?, ?, ?)",
                arguments: [id, owner, comparison.name, time.stored, document])
            let sequence = database.lastInsertedRowID
            for (index, row) in rows.enumerated() {
                let job: Int64
                do {
                    job = try database.insert(row.job, document: row.document, at: time, limits: limits)
                } catch JobsError.queueFull(let limit), JobsError.ownerQueueFull(let limit) {
                    throw JobsError.queueFullForComparison(jobs: rows.count, limit: limit)
                }
                let insert = try database.cachedStatement(
                    sql: "INSERT INTO comparison_jobs (comparison, number, job, entry) VALUES (?, ?, ?, ?)")
                try insert.execute(arguments: [sequence, index + 1, job, row.entry])
            }
            if let (request, answer) = once { try database.remember(request, answer, at: time) }
        }
    }

    package func comparison(_ id: String) throws(JobsError) -> StoredComparison {
        try read("read a comparison") { database in
            let found = try Row.fetchOne(
                database, sql: "SELECT * FROM comparisons WHERE id = ?", arguments: [id])
            guard let found else { throw JobsError.unknownComparison(id) }
            let members = try Row.fetchAll(
                database,
                sql: """
                    SELECT entry, id, state, result, error FROM comparison_jobs
                    LEFT JOIN jobs ON jobs.sequence = job WHERE comparison = ? ORDER BY number
                    """,
                arguments: [found["sequence"] as Int64])
            return StoredComparison(
                id: id, owner: found["owner"], createdAt: Date(stored: found["created_at"]),
                specification: try Database.value(ComparisonSpecification.self, found["document"]),
                members: try members.map(StoredComparison.Member.init(row:)))
        }
    }

    package func owner(ofComparison id: String) throws(JobsError) -> String? {
        try read("read a comparison") { database in
            let statement = try database.cachedStatement(sql: "SELECT owner FROM comparisons WHERE id = ?")
            guard let row = try Row.fetchOne(statement, arguments: [id]) else {
                throw JobsError.unknownComparison(id)
            }
            return row["owner"]
        }
    }

    package func comparisons(
        owner: String?, after: String?, limit: Int
    ) throws(JobsError) -> ComparisonPage {
        try read("list the comparisons") { database in
            let limit = max(0, limit)
            var conditions = ["true"]
            var arguments: StatementArguments = []
            if let owner {
                conditions.append("owner = ?")
                arguments += [owner]
            }
            if let after {
                conditions.append("id < ?")
                arguments += [after]
            }
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT sequence, id, owner, name, created_at FROM comparisons
                    WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT ?
                    """,
                arguments: arguments + [limit + 1])
            return ComparisonPage(
                comparisons: try rows.prefix(limit).map { row in
                    var comparison = Comparison(
                        id: row["id"], name: row["name"], createdAt: Date(stored: row["created_at"]),
                        progress: try Self.progress(of: row["sequence"], in: database))
                    comparison.owner = row["owner"]
                    return comparison
                },
                hasMore: rows.count > limit)
        }
    }

    package func cancelComparison(_ id: String, at time: Date) throws(JobsError) -> [String: JobState] {
        try write("cancel a comparison") { database in
            let members = try Self.members(of: id, in: database)
            var states: [String: JobState] = [:]
            for member in members where !member.state.isTerminal {
                guard let change = try database.change(.cancel, job: member.id, at: time) else {
                    // It is cancelling already.
                    states[member.id] = member.state
                    continue
                }
                try database.append(StateEvent(state: change.state), to: change.sequence, at: time)
                states[member.id] = change.state
            }
            guard !states.isEmpty else {
                throw JobsError.comparisonNotAllowed(action: "cancel", unfinished: 0)
            }
            return states
        }
    }

    package func deleteComparison(_ id: String) throws(JobsError) -> [String] {
        try write("delete a comparison") { database in
            let members = try Self.members(of: id, in: database)
            let unfinished = members.count { !$0.state.isTerminal }
            guard unfinished == 0 else {
                throw JobsError.comparisonNotAllowed(action: "delete", unfinished: unfinished)
            }
            try database.execute(
                sql: """
                    DELETE FROM jobs WHERE sequence IN (SELECT job FROM comparison_jobs
                        JOIN comparisons ON comparisons.sequence = comparison WHERE comparisons.id = ?)
                    """,
                arguments: [id])
            try database.execute(sql: "DELETE FROM comparisons WHERE id = ?", arguments: [id])
            return members.map(\.id)
        }
    }
}

extension SQLiteJobStore {
    private static func members(
        of id: String, in database: Database
    ) throws -> [(id: String, state: JobState)] {
        let sequence = try Int64.fetchOne(
            database, sql: "SELECT sequence FROM comparisons WHERE id = ?", arguments: [id])
        guard let sequence else { throw JobsError.unknownComparison(id) }
        return try Row.fetchAll(
            database,
            sql: """
                SELECT id, state FROM comparison_jobs JOIN jobs ON jobs.sequence = job
                WHERE comparison = ? ORDER BY number
                """,
            arguments: [sequence]
        ).map { ($0["id"], try Database.state($0["state"])) }
    }

    private static func progress(of sequence: Int64, in database: Database) throws -> ComparisonProgress {
        let statement = try database.cachedStatement(
            sql: """
                SELECT state, count(*) AS jobs FROM comparison_jobs LEFT JOIN jobs ON jobs.sequence = job
                WHERE comparison = ? GROUP BY state
                """)
        var states: [JobState: Int] = [:]
        var jobs = 0
        for row in try Row.fetchAll(statement, arguments: [sequence]) {
            let count: Int = row["jobs"]
            jobs += count
            if let state = row["state"] as String? { states[try Database.state(state)] = count }
        }
        return ComparisonProgress(jobs: jobs, states: states)
    }

    static func document(_ value: some Encodable, action: String) throws(JobsError) -> String {
        do {
            return try Database.json(value)
        } catch {
            throw .storage(action: action, reason: "\(error)")
        }
    }
}

extension StoredComparison.Member {
    init(row: Row) throws {
        let entry = try Database.value(ComparisonEntry.self, row["entry"])
        guard let id = row["id"] as String? else {
            self.init(entry: entry, job: nil)
            return
        }
        self.init(
            entry: entry,
            job: StoredComparison.MemberJob(
                id: id, state: try Database.state(row["state"]),
                result: try (row["result"] as String?).map { try Database.value(JobResult.self, $0) },
                error: try (row["error"] as String?).map { try Database.value(JobFailure.self, $0) }))
    }
}
