internal import Foundation
internal import GRDB
internal import Specification
internal import Synchronization

/// Jobs in one SQLite file: write-ahead log, every commit flushed to stable storage, readers beside the one writer.
package final class SQLiteJobStore: JobStore {
    let database: any DatabaseWriter
    let path: String
    private let commits: GroupCommit
    private let lastWriteFailed = Atomic(false)

    /// Whether the last write failed by no fault of its caller's.
    var isFailing: Bool { lastWriteFailed.load(ordering: .relaxed) }

    /// Opens the database, creates or migrates its tables, and checks its integrity.
    /// - Throws: `.databaseCorrupt`, `.databaseLocked`, `.databaseNewer` or `.storage`.
    package convenience init(path: String, busyTimeout: Double = 5) throws(JobsError) {
        try self.init(path: path, busyTimeout: busyTimeout) { () throws in
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

    private init(
        path: String, busyTimeout: Double, open: () throws -> any DatabaseWriter
    ) throws(JobsError) {
        self.path = path
        do {
            let isChecked = try Self.inspect(path, busyTimeout: busyTimeout)
            database = try open()
            commits = GroupCommit(writer: database)
            if !isChecked {
                try Self.checkIntegrity(database, path: path)
                try Self.checkVersion(database, path: path)
            }
            // Whoever else writes to it would be met by the first job only.
            try database.writeWithoutTransaction { try $0.inTransaction(.immediate) { .rollback } }
            try Self.migrator.migrate(database)
        } catch {
            throw Self.openingFailure(error, path: path)
        }
    }

    /// A store that is gone with its last reference: for tests and trials.
    package static func inMemory() throws(JobsError) -> SQLiteJobStore {
        try SQLiteJobStore(path: ":memory:", busyTimeout: 0) { () throws in
            var configuration = Configuration()
            configuration.foreignKeysEnabled = true
            return try DatabaseQueue(configuration: configuration)
        }
    }

    func read<Value>(_ action: String, _ body: (Database) throws -> Value) throws(JobsError) -> Value {
        do {
            return try database.read(body)
        } catch {
            throw Self.failure(error, action: action, path: path)
        }
    }

    func write<Value: Sendable>(
        _ action: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) throws(JobsError) -> Value {
        do {
            let value = try commits.perform(body)
            lastWriteFailed.store(false, ordering: .relaxed)
            return value
        } catch {
            let failure = Self.failure(error, action: action, path: path)
            if failure.isOfStorage { lastWriteFailed.store(true, ordering: .relaxed) }
            throw failure
        }
    }

    static func failure(_ error: any Error, action: String, path: String) -> JobsError {
        if let error = error as? JobsError { return error }
        guard let error = error as? DatabaseError else {
            return .storage(action: action, reason: "\(error)")
        }
        let reason = error.message ?? "SQLite's code is \(error.extendedResultCode.rawValue)"
        // Some writes tell of a full disk as of any other failure.
        let isFull =
            error.resultCode == .SQLITE_FULL
            || error.resultCode == .SQLITE_IOERR
                && StateDirectory.freeSpace(path).map { $0 < 64 << 10 } == true
        return isFull
            ? .storageFull(action: action, reason: reason) : .storage(action: action, reason: reason)
    }

    /// Checks a database that is there already before anything can change it: one that is refused stays as it is.
    /// - Returns: whether it could be looked at so.
    private static func inspect(_ path: String, busyTimeout: Double) throws -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_size > 0 else { return false }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(busyTimeout)
        // To look at a database that was left in good order, SQLite makes two files beside it.
        let isAlone = ["-wal", "-shm"].allSatisfy { Foundation.access(path + $0, F_OK) != 0 }
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try checkIntegrity(database, path: path)
            try checkVersion(database, path: path)
            try database.close()
            return true
        } catch let error as DatabaseError
            where error.resultCode == .SQLITE_READONLY || error.resultCode == .SQLITE_CANTOPEN
        {
            // A dead program left half a transaction, which only a writer can take back.
            return false
        } catch {
            if isAlone { for name in ["-wal", "-shm"] { unlink(path + name) } }
            throw error
        }
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
        guard let error = error as? DatabaseError else {
            return failure(error, action: "open \(path)", path: path)
        }
        return switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: .databaseLocked(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            .databaseCorrupt(path: path, reason: error.message ?? "no reason is known")
        default: failure(error, action: "open \(path)", path: path)
        }
    }
}
