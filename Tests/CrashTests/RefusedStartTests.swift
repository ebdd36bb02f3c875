import Foundation
import GRDB
import ServiceTestSupport
import Testing

@testable import Jobs

/// What a service does that finds a database which it must not touch: it says so, and leaves all as it is.
@Suite struct RefusedStartTests {
    private let folder = NSTemporaryDirectory() + "l2t-\(UUID().uuidString)"
    private var database: String { folder + "/jobs.sqlite" }

    /// A state directory as a service leaves it: one file, by no connection that may still be closing.
    private func makeState() throws {
        _ = try StateDirectory(opening: folder)
        let store = try SQLiteJobStore.inMemory()
        let time = Date(timeIntervalSince1970: 1_700_000_000)
        for number in 0..<40 {
            let job = NewJob(id: "job_\(number)", specification: try .make())
            _ = try store.submit(job, at: time, limits: QueueLimits(total: .max), once: nil)
        }
        try store.database.writeWithoutTransaction {
            try $0.execute(sql: "VACUUM INTO ?", arguments: [database])
        }
        let file = try DatabaseQueue(path: database)
        try file.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try file.close()
    }

    /// Size and time of the last write of every file but the lock, which a service takes before it looks. Not read:
    /// to close a file gives up the locks that this process has on it.
    private func files() throws -> [String: String] {
        var files: [String: String] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name != "lock" {
            var status = stat()
            try #require(stat(folder + "/" + name, &status) == 0)
            files[name] = "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        }
        return files
    }

    private func expectRefusal(_ sentence: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let before = try files()
        let result = try CrashTool.run(
            "l2t", ["serve", "--port", "0", "--state-dir", folder, "--engine", FakeEngine.path])
        #expect(result.code == 1, "\(result.output)", sourceLocation: sourceLocation)
        #expect(
            result.output.contains("Error: \(sentence)"), "\(result.output)", sourceLocation: sourceLocation)
        #expect(try files() == before, sourceLocation: sourceLocation)
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func aLockedDatabaseIsLeftAlone() throws {
        try makeState()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: database, configuration: configuration)
        try other.writeWithoutTransaction { try $0.beginTransaction(.exclusive) }
        try expectRefusal(
            "The database \(database) is locked by another program; only one service may have it open.")
        try other.writeWithoutTransaction { try $0.rollback() }
    }

    @Test func aNewerDatabaseIsLeftAlone() throws {
        try makeState()
        let other = try DatabaseQueue(path: database)
        try other.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 wings')")
        }
        try other.close()
        try expectRefusal(
            "The database \(database) was written by a newer version of the service (it has 99 wings); use that "
                + "version or another state directory.")
    }

    @Test func anotherProgramsDatabaseIsLeftAlone() throws {
        _ = try StateDirectory(opening: folder)
        let other = try DatabaseQueue(path: database)
        try other.write { try $0.execute(sql: "CREATE TABLE recipes (name TEXT)") }
        try other.close()
        try expectRefusal(
            "The database \(database) is damaged or no job database (it has the tables recipes); restore it from a "
                + "copy or move it away.")
    }

    @Test func aFileThatIsNoDatabaseIsLeftAlone() throws {
        _ = try StateDirectory(opening: folder)
        try Data(repeating: 7, count: 10_000).write(to: URL(filePath: database))
        try expectRefusal(
            "The database \(database) is damaged or no job database (file is not a database); restore it from a copy "
                + "or move it away.")
    }

    @Test func aDamagedDatabaseIsLeftAlone() throws {
        try makeState()
        let file = try FileHandle(forUpdating: URL(filePath: database))
        for page in stride(from: UInt64(4096), to: try file.seekToEnd(), by: 4096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xee, count: 64))
        }
        try file.close()
        try expectRefusal("The database \(database) is damaged or no job database (")
    }

    @Test func aStateDirectoryInUseIsLeftAlone() throws {
        try makeState()
        let used = try StateDirectory(opening: folder)
        try expectRefusal(
            "The state directory \(folder) is in use by another service (process \(getpid())); stop that one or name "
                + "another directory.")
        used.release()
    }
}
