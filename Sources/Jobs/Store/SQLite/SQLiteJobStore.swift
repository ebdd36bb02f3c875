internal import Foundation
internal import GRDB
internal import Specification

/// Jobs in one SQLite file: write-ahead log, every commit flushed to stable storage, readers beside the one writer.
package final class SQLiteJobStore: JobStore {
    let database: any DatabaseWriter
    let path: String
    private let commits: GroupCommit

    /// Opens the database, creates or migrates its tables, and checks its integrity.
    /// - Throws: `.databaseCorrupt`, `.databaseLocked`, `.databaseNewer` or `.storage`.
    package convenience init(path: String, busyTimeout: Double = 5) throws(JobsError) {
        try self.init(path: path) { () throws in
            var configuration = Configuration()
            configuration.busyMode = .timeout(busyTimeout)
            configuration.foreignKeysEnabled = true
            configuration.maximumReaderCount = 8
            configuration.label = "l2t.jobs.store"
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB lowers it to NORMAL for the write-ahead log; then the last commits may be lost with the power.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return pool
        }
    }

    private init(path: String, open: () throws -> any DatabaseWriter) throws(JobsError) {
        self.path = path
        do {
            database = try open()
            commits = GroupCommit(writer: database)
            try Self.checkIntegrity(database, path: path)
            try Self.checkVersion(database, path: path)
            try Self.migrator.migrate(database)
        } catch {
            throw Self.openingFailure(error, path: path)
        }
    }

    /// A store that is gone with its last reference: for tests and trials.
    package static func inMemory() throws(JobsError) -> SQLiteJobStore {
        try SQLiteJobStore(path: ":memory:") { () throws in
            var configuration = Configuration()
            configuration.foreignKeysEnabled = true
            return try DatabaseQueue(configuration: configuration)
        }
    }

    func read<Value>(_ action: String, _ body: (Database) throws -> Value) throws(JobsError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw Self.failure(error, action: action)
        }
    }

    func write<Value: Sendable>(
        _ action: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) throws(JobsError) -> Value {
        do {
            return try commits.perform(body)
        } catch {
            throw Self.failure(error, action: action)
        }
    }

    static func failure(_ error: any Error, action: String) -> JobsError {
        if let error = error as? JobsError { return error }
        return .storage(action: action, reason: (error as? DatabaseError)?.message ?? "\(error)")
    }

    private static func checkIntegrity(_ database: any DatabaseWriter, path: String) throws {
        let verdict = try database.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard verdict == "ok" else {
            throw JobsError.databaseCorrupt(path: path, reason: verdict ?? "its check gave no answer")
        }
    }

    static func checkVersion(_ database: any DatabaseWriter, path: String) throws {
        let (tables, applied) = try database.read { database in
            (
                try String.fetchAll(
                    database,
                    sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"),
                try migrator.appliedIdentifiers(database)
            )
        }
        guard tables.isEmpty || tables.contains("grdb_migrations") else {
            throw JobsError.databaseCorrupt(
                path: path, reason: "it has the tables \(tables.sorted().joined(separator: ", "))")
        }
        let newer = applied.subtracting(migrator.migrations)
        guard newer.isEmpty else { throw JobsError.databaseNewer(path: path, found: newer.sorted()) }
    }

    static func openingFailure(_ error: any Error, path: String) -> JobsError {
        guard let error = error as? DatabaseError else { return failure(error, action: "open \(path)") }
        return switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: .databaseLocked(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            .databaseCorrupt(path: path, reason: error.message ?? "no reason is known")
        default: failure(error, action: "open \(path)")
        }
    }
}
