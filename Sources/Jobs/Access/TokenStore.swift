package import Foundation
internal import GRDB

/// The tokens of a state directory, for the commands that manage them: a service may run on it meanwhile, and sees
/// the change when they return.
package final class TokenStore: Sendable {
    private let database: DatabaseQueue

    /// Opens the database of the state directory, and makes it or brings it up to date where no service runs.
    /// - Throws: `.databaseOlder` where a service of an older version runs on it.
    package init(stateDirectory path: String, busyTimeout: Double = 5) throws(JobsError) {
        let file = path + "/jobs.sqlite"
        var directory: StateDirectory?
        if access(file, F_OK) != 0 { directory = try StateDirectory(opening: path) }
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(busyTimeout)
            configuration.label = "l2t.tokens"
            database = try DatabaseQueue(path: file, configuration: configuration)
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try SQLiteJobStore.checkVersion(database, path: file)
            if try !database.read(SQLiteJobStore.migrator.hasCompletedMigrations) {
                // Only who holds the lock may change tables. All else SQLite orders.
                if directory == nil { directory = try Self.lock(path, file) }
                try SQLiteJobStore.migrator.migrate(database)
            }
        } catch {
            throw SQLiteJobStore.openingFailure(error, path: file)
        }
        directory?.release()
    }

    private static func lock(_ path: String, _ file: String) throws(JobsError) -> StateDirectory {
        do throws(JobsError) {
            return try StateDirectory(opening: path)
        } catch .stateDirectoryInUse {
            throw .databaseOlder(path: file)
        }
    }

    /// Stores a new token. - Throws: `.tokenNameTaken`.
    package func create(_ token: AccessToken, secret: TokenSecret) throws(JobsError) {
        try change("store a token") { database in
            let isTaken = try Bool.fetchOne(
                database, sql: "SELECT EXISTS (SELECT 1 FROM tokens WHERE name = ? AND revoked_at IS NULL)",
                arguments: [token.name])
            if isTaken == true { throw JobsError.tokenNameTaken(token.name) }
            try database.execute(
                sql: """
                    INSERT INTO tokens (id, name, owner, scope, hash, created_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    token.id, token.name, token.owner, token.scope.rawValue, Data(secret.hash),
                    token.createdAt.stored, token.expiresAt?.stored,
                ])
        }
    }

    /// All that ever were, the oldest first.
    package func tokens() throws(JobsError) -> [AccessToken] {
        try perform("list the tokens") { database in
            try Row.fetchAll(database, sql: "SELECT * FROM tokens ORDER BY created_at, id").map {
                try AccessToken(row: $0)
            }
        }
    }

    /// Ends a token for good, by its name or its id. - Throws: `.unknownToken`.
    package func revoke(_ nameOrID: String, at time: Date) throws(JobsError) -> AccessToken {
        try change("revoke a token") { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    UPDATE tokens SET revoked_at = :now WHERE revoked_at IS NULL AND id = coalesce(
                        (SELECT id FROM tokens WHERE name = :token AND revoked_at IS NULL),
                        (SELECT id FROM tokens WHERE id = :token))
                    RETURNING *
                    """,
                arguments: ["now": time.stored, "token": nameOrID])
            guard let row else { throw JobsError.unknownToken(nameOrID) }
            return try AccessToken(row: row)
        }
    }

    /// Returns when a running service sees the change.
    private func change<Value>(
        _ action: String, _ body: (Database) throws -> Value
    ) throws(JobsError) -> Value {
        let value = try perform(action, body)
        Thread.sleep(forTimeInterval: TokenRegistry.changesShowAfter / .seconds(1))
        return value
    }

    private func perform<Value>(
        _ action: String, _ body: (Database) throws -> Value
    ) throws(JobsError) -> Value {
        do {
            return try database.write(body)
        } catch {
            throw SQLiteJobStore.failure(error, action: action, path: database.path)
        }
    }
}

extension AccessToken {
    init(row: Row) throws {
        let scope: String = row["scope"]
        guard let known = TokenScope(rawValue: scope) else {
            throw JobsError.storage(action: "read a token", reason: "its scope '\(scope)' is unknown")
        }
        self.init(
            id: row["id"], name: row["name"], owner: row["owner"], scope: known,
            createdAt: Date(stored: row["created_at"]),
            expiresAt: (row["expires_at"] as Int64?).map(Date.init(stored:)))
        revokedAt = (row["revoked_at"] as Int64?).map(Date.init(stored:))
        usedAt = (row["used_at"] as Int64?).map(Date.init(stored:))
    }
}
