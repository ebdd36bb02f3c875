import Foundation
import GRDB
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// Lists of jobs are read along an index, whatever is asked for.
@Suite struct JobListTests {
    private static let queries: [(JobQuery, index: String)] = [
        (JobQuery(), "sqlite_autoindex_jobs_1"),
        (JobQuery(after: "job_5"), "sqlite_autoindex_jobs_1"),
        (JobQuery(states: [.failed]), "jobs_state"),
        (JobQuery(states: [.failed], after: "job_5"), "jobs_state"),
        (JobQuery(task: .detection), "jobs_task"),
        (JobQuery(states: [.failed], task: .detection), "jobs_state_task"),
        (JobQuery(owner: "ann"), "jobs_owner"),
        (JobQuery(owner: "ann", after: "job_5"), "jobs_owner"),
        (JobQuery(owner: "ann", states: [.failed]), "jobs_owner_state"),
        (JobQuery(metadata: ["team": "x"]), "PRIMARY KEY"),
        (JobQuery(metadata: ["team": "x"], after: "job_5"), "PRIMARY KEY"),
        (JobQuery(metadata: ["team": "x", "run": "y"]), "PRIMARY KEY"),
        (JobQuery(owner: "ann", metadata: ["team": "x"], after: "job_5"), "job_metadata_owner"),
        (JobQuery(states: [.failed], metadata: ["team": "x"]), "PRIMARY KEY"),
    ]

    @Test(arguments: 0..<queries.count) func aPageIsReadInOrderAlongAnIndex(_ number: Int) throws {
        let (query, index) = Self.queries[number]
        let store = try SQLiteJobStore.inMemory()
        let statement = JobListStatement(query, columns: SQLiteJobStore.columns)
        let plan = try store.database.read { database in
            try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN \(statement.sql)", arguments: statement.arguments
            ).map { $0["detail"] as String }
        }
        #expect(plan.first?.contains("\(index)") == true, "\(query): \(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(query): \(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") && !$0.contains("USING INDEX") }, "\(query): \(plan)")
    }

    @Test func ofFewJobsInAStateTheMetadataAreLookedAt() throws {
        let store = try SQLiteJobStore.inMemory()
        let query = JobQuery(states: [.failed], metadata: ["team": "x"])
        let statement = JobListStatement(query, columns: SQLiteJobStore.columns, hasFewOfState: true)
        let plan = try store.database.read { database in
            try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN \(statement.sql)", arguments: statement.arguments
            ).map { $0["detail"] as String }
        }
        #expect(plan.first?.contains("jobs_state") == true, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        #expect(try store.database.read { try JobListStatement.hasFew([.failed], in: $0) })
        try store.database.write { database in
            for number in 0...JobListStatement.few {
                try database.execute(
                    sql: """
                        INSERT INTO jobs (id, task, state, priority, max_attempts, created_at, available_at, specification)
                        VALUES (?, 'classification', 'queued', 0, 3, 1, 1, '{}')
                        """, arguments: ["job_\(number)"])
            }
        }
        #expect(try !store.database.read { try JobListStatement.hasFew([.queued], in: $0) })
    }

    @Test(arguments: StoreKind.allCases) func everyFilterFindsWhatItSays(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        func submit(_ id: String, owner: String?, _ metadata: [String: String]) throws {
            _ = try store.submit(
                NewJob(id: id, specification: .make(metadata: metadata), owner: owner), at: testTime,
                limits: QueueLimits(total: 100))
        }
        try submit("job_1", owner: "ann", ["team": "x", "run": "1"])
        try submit("job_2", owner: "bob", ["team": "x", "run": "2"])
        try submit("job_3", owner: "ann", ["team": "y"])
        try submit("job_4", owner: "ann", ["team": "x", "run": "2"])
        _ = try store.cancel("job_4", at: testTime)
        func ids(_ query: JobQuery) throws -> [String] { try store.jobs(query).jobs.map(\.id) }
        #expect(try ids(JobQuery(metadata: ["team": "x"])) == ["job_4", "job_2", "job_1"])
        #expect(try ids(JobQuery(metadata: ["team": "x"], after: "job_4")) == ["job_2", "job_1"])
        #expect(try ids(JobQuery(owner: "ann", metadata: ["team": "x"])) == ["job_4", "job_1"])
        #expect(try ids(JobQuery(metadata: ["run": "2", "team": "x"])) == ["job_4", "job_2"])
        #expect(try ids(JobQuery(states: [.queued], metadata: ["run": "2", "team": "x"])) == ["job_2"])
        #expect(try ids(JobQuery(metadata: ["team": "2"])) == [])
        #expect(try ids(JobQuery(task: .classification)) == ["job_4", "job_3", "job_2", "job_1"])
        #expect(try ids(JobQuery(task: .detection)) == [])
        let page = try store.jobs(JobQuery(metadata: ["team": "x"], limit: 2))
        #expect(page.jobs.map(\.id) == ["job_4", "job_2"])
        #expect(page.hasMore)
        // What is deleted is not found by its metadata any more.
        try store.delete("job_4")
        #expect(try ids(JobQuery(metadata: ["team": "x"])) == ["job_2", "job_1"])
    }

    @Test func jobsOfAnEarlierVersionAreFoundByTheirMetadata() throws {
        let folder = TestFolder()
        let path = folder.path + "/jobs.sqlite"
        let old = try DatabaseQueue(path: path)
        try SQLiteJobStore.migrator.migrate(old, upTo: "3 access")
        let document = String(
            decoding: try JSONCoding.encode(JobSpecification.make(metadata: ["team_a": "x"])), as: UTF8.self)
        try old.write { database in
            try database.execute(
                sql: """
                    INSERT INTO jobs (id, task, state, priority, max_attempts, created_at, available_at, specification)
                    VALUES ('job_1', 'classification', 'queued', 0, 3, 1, 1, ?)
                    """, arguments: [document])
            try database.execute(
                sql: "INSERT INTO events (job, id, type, time, data) VALUES (1, 1, 'state', 1, '{}')")
            try database.execute(sql: "UPDATE jobs SET last_event = 1")
        }
        try old.close()
        let store = try SQLiteJobStore(path: path)
        #expect(try store.jobs(JobQuery(metadata: ["team_a": "x"])).jobs.map(\.id) == ["job_1"])
        // And they may be paused, which that version did not know.
        #expect(try store.pause("job_1", at: testTime).state == .paused)
    }
}
