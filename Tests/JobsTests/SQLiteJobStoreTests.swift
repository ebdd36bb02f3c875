import Foundation
import GRDB
import ServiceTestSupport
import Specification
import Synchronization
import Testing

@testable import Jobs

@Suite struct SQLiteJobStoreTests {
    private let folder = TestFolder()
    private var path: String { folder.path + "/jobs.sqlite" }

    private func opening() -> JobsError? {
        do throws(JobsError) {
            _ = try SQLiteJobStore(path: path, busyTimeout: 0.01)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatWasStoredIsThereWhenTheStoreIsReopened() throws {
        let job = try SQLiteJobStore(path: path).submit("job_1")
        #expect(try SQLiteJobStore(path: path).job("job_1") == job)
    }

    @Test func everyCommitIsFlushed() throws {
        let store = try SQLiteJobStore(path: path)
        let (mode, synchronous, keys) = try store.database.writeWithoutTransaction { database in
            (
                try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                try Int.fetchOne(database, sql: "PRAGMA synchronous"),
                try Int.fetchOne(database, sql: "PRAGMA foreign_keys")
            )
        }
        #expect(mode == "wal")
        #expect(synchronous == 2)
        #expect(keys == 1)
    }

    @Test(arguments: [
        "UPDATE jobs SET state = 'sleeping'",
        "UPDATE jobs SET state = 'running'",
        "UPDATE jobs SET state = 'succeeded', result = '{}', finished_at = 1",
        "UPDATE jobs SET finished_at = 1",
        "UPDATE jobs SET result = '{}'",
        "UPDATE jobs SET losses = 4, attempt = 9, started_at = 1",
        "UPDATE jobs SET attempt = 1",
        "UPDATE jobs SET specification = 'x'",
        "UPDATE jobs SET priority = 'high'",
        "UPDATE jobs SET state = 'queued' WHERE state = 'cancelled'",
        "INSERT INTO events (job, id, type, time, data) VALUES (1, 7, 'log', 1, '{}')",
        "INSERT INTO events (job, id, type, time, data) VALUES (1, 2, 'party', 1, '{}')",
        "INSERT INTO events (job, id, type, time, data) VALUES (2, 4, 'log', 1, '{}')",
        "INSERT INTO events (job, id, type, time, data) VALUES (9, 1, 'log', 1, '{}')",
        "UPDATE events SET data = '{}'",
        "INSERT INTO attempts (job, number, started_at, outcome) VALUES (1, 1, 1, 'lost')",
        "INSERT INTO attempts (job, number, started_at) VALUES (1, 1, 1), (1, 2, 1)",
        "INSERT INTO artifacts VALUES (1, '../x', 'student', 1, 'x', 'x', 1)",
    ]) func theSchemaRefuses(_ statement: String) throws {
        let store = try SQLiteJobStore.inMemory()
        try store.submit("job_1")
        try store.submit("job_2")
        _ = try store.cancel("job_2", at: testTime)
        let before = try [store.job("job_1"), store.job("job_2")]
        #expect(throws: DatabaseError.self) { try store.database.write { try $0.execute(sql: statement) } }
        #expect(try [store.job("job_1"), store.job("job_2")] == before)
    }

    @Test func aStateAndItsEventAreWrittenTogetherOrNotAtAll() throws {
        let store = try SQLiteJobStore.inMemory()
        let token = try store.running("job_1")
        try store.database.write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER no_end BEFORE INSERT ON events WHEN NEW.type = 'end'
                    BEGIN SELECT RAISE(ABORT, 'no room'); END
                    """)
        }
        let before = try store.job("job_1")
        let events = try store.events("job_1", after: 0, limit: 100)
        #expect(throws: JobsError.storage(action: "record what an attempt reports", reason: "no room")) {
            try store.record(.finished(.make(), [.make("student.safetensors")]), by: token, at: testTime)
        }
        #expect(try store.job("job_1") == before)
        #expect(try store.events("job_1", after: 0, limit: 100) == events)
        #expect(try store.artifacts("job_1") == [])
        try store.database.write { try $0.execute(sql: "DROP TRIGGER no_end") }
        _ = try store.record(.finished(.make(), []), by: token, at: testTime)
    }

    @Test func oneRefusedWriteLeavesTheOthersOfItsGroup() throws {
        let store = try SQLiteJobStore(path: path)
        try store.submit("job_0")
        let refused = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 60) { number in
            // Every third id exists already.
            let id = number % 3 == 0 ? "job_0" : "job_\(number)"
            if (try? store.submit(id)) == nil { refused.withLock { $0 += 1 } }
        }
        #expect(refused.withLock { $0 } == 20)
        #expect(try store.countByState()[.queued] == 41)
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        try Data(repeating: 7, count: 10_000).write(to: URL(filePath: path))
        #expect(
            opening()?.description
                == "The database \(path) is damaged or no job database (file is not a database); restore it from a "
                + "copy or move it away.")
    }

    @Test func aDamagedDatabaseIsRefused() throws {
        do {
            let store = try SQLiteJobStore(path: path)
            for number in 0..<50 { try store.submit("job_\(number)") }
            try store.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        }
        let file = try FileHandle(forUpdating: URL(filePath: path))
        let size = try file.seekToEnd()
        for page in stride(from: UInt64(4096), to: size, by: 4096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xee, count: 64))
        }
        try file.close()
        guard case .databaseCorrupt(let found, let reason) = opening() else {
            Issue.record("the damage was not noticed")
            return
        }
        #expect(found == path)
        #expect(!reason.isEmpty)
    }

    @Test func anotherProgramsDatabaseIsRefused() throws {
        try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE recipes (name TEXT)") }
        #expect(opening() == .databaseCorrupt(path: path, reason: "it has the tables recipes"))
    }

    @Test func aNewerDatabaseIsRefused() throws {
        let store = try SQLiteJobStore(path: path)
        try store.database.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('9 wings')")
        }
        try store.database.close()
        #expect(
            opening()?.description
                == "The database \(path) was written by a newer version of the service (it has 9 wings); use that "
                + "version or another state directory.")
    }

    @Test func aLockedDatabaseIsRefused() throws {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try other.write { try $0.execute(sql: "CREATE TABLE t (x)") }
        #expect(opening() == .databaseLocked(path: path))
        try other.close()
    }

    @Test func durableSubmissionsAreMeasured() throws {
        let store = try SQLiteJobStore(path: path)
        let specification = try JobSpecification.make()
        for (writers, submissions) in [(1, 48), (16, 384)] {
            let failures = Mutex(0)
            let group = DispatchGroup()
            let start = ContinuousClock.now
            for writer in 0..<writers {
                group.enter()
                Thread.detachNewThread {
                    for number in 0..<submissions / writers {
                        let id = "job_\(writers)_\(writer)_\(number)"
                        let job = try? store.submit(specification, id: id, at: testTime, queueLimit: .max)
                        if job == nil { failures.withLock { $0 += 1 } }
                    }
                    group.leave()
                }
            }
            group.wait()
            let seconds = start.duration(to: .now) / .seconds(1)
            #expect(failures.withLock { $0 } == 0)
            print("durable submissions a second, \(writers) at once: \(Int(Double(submissions) / seconds))")
        }
        #expect(try store.countByState()[.queued] == 432)
    }
}
