internal import Dispatch
package import Foundation
internal import GRDB
internal import Synchronization

/// The tokens as a running service asks for them, at every request: what another process has changed is seen
/// ``changesShowAfter`` later.
///
/// SQLite counts the changes that others make (`PRAGMA data_version`); as long as the number stays, what was read
/// is still so. After a change each token is read again when it comes. To ask for the number waits for a connection,
/// so that at every request it would cost more than all else that a short answer does.
package final class TokenRegistry: Sendable {
    private struct Known {
        var token: AccessToken
        var hash: [UInt8]
    }

    private struct State {
        var version: Int?
        /// When the version was asked for.
        var asked: ContinuousClock.Instant?
        var tokens: [String: Known] = [:]
        /// Nil where it is to be looked up. Stays true: tokens are never deleted.
        var hasTokens: Bool?
        /// When the use of a token was last kept, by its id.
        var used: [String: Date] = [:]
    }

    /// How long what another process changed may go unseen; ``TokenStore`` returns after it.
    package static let changesShowAfter = Duration.milliseconds(50)
    /// Seconds between two times that the use of one token is kept.
    private static let usePrecision = 60.0
    /// What an unknown token is compared with, so that it takes as long as a known one.
    private static let noHash = [UInt8](repeating: 0, count: 32)

    private let store: SQLiteJobStore
    private let connection: DatabaseQueue
    private let state = Mutex(State())
    private let uses = DispatchQueue(label: "l2t.tokens.uses")

    /// - Parameter store: on disk: other processes cannot change one in memory.
    package init(_ store: SQLiteJobStore) throws(JobsError) {
        self.store = store
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(5)
            configuration.label = "l2t.tokens.registry"
            connection = try DatabaseQueue(path: store.path, configuration: configuration)
        } catch {
            throw SQLiteJobStore.openingFailure(error, path: store.path)
        }
    }

    /// Whether there is a token, or was: from then on nobody gets in without one, even if all are revoked.
    package func hasTokens() throws(JobsError) -> Bool {
        if let fresh = fresh(\.hasTokens) { return fresh }
        return try look { database in
            if let kept = try kept(in: database, \.hasTokens) { return kept }
            let statement = try database.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM tokens)")
            let found = try Bool.fetchOne(statement) ?? true
            state.withLock { $0.hasTokens = found }
            return found
        }
    }

    /// The token with this text, whatever its status; nil where there is none.
    package func token(_ text: String) throws(JobsError) -> AccessToken? {
        guard let secret = TokenSecret(text) else { return nil }
        let known = try known(secret.id)
        guard TokenSecret.isEqual(secret.hash, known?.hash ?? Self.noHash) else { return nil }
        return known?.token
    }

    /// What is known now of a token that was looked up before.
    package func current(_ token: AccessToken) throws(JobsError) -> AccessToken? {
        try known(token.id)?.token
    }

    private func known(_ id: String) throws(JobsError) -> Known? {
        if let fresh = fresh({ $0.tokens[id] }) { return fresh }
        return try look { database in
            if let kept = try kept(in: database, { $0.tokens[id] }) { return kept }
            let read = try Self.read(id, in: database)
            state.withLock { $0.tokens[id] = read }
            return read
        }
    }

    /// What was read before, where it was still so a moment ago.
    private func fresh<Value>(_ value: (State) -> Value?) -> Value? {
        state.withLock { state in
            guard let asked = state.asked, .now - asked < Self.changesShowAfter else { return nil }
            return value(state)
        }
    }

    /// What was read before and is still so.
    private func kept<Value>(in database: Database, _ value: (State) -> Value?) throws -> Value? {
        let now = ContinuousClock.now
        let version = try Int.fetchOne(database.cachedStatement(sql: "PRAGMA data_version"))
        return state.withLock { state in
            if version != state.version {
                state.tokens = [:]
                if state.hasTokens == false { state.hasTokens = nil }
            }
            state.version = version
            state.asked = now
            return value(state)
        }
    }

    /// Keeps that the token is used now; not more often than once a minute, and after this returns.
    package func noteUse(of token: AccessToken, at time: Date) {
        let isNews = state.withLock { state in
            let last = state.used[token.id] ?? token.usedAt ?? .distantPast
            guard time.timeIntervalSince(last) >= Self.usePrecision else { return false }
            state.used[token.id] = time
            return true
        }
        guard isNews else { return }
        uses.async { [store] in
            // That it is not kept is no reason to refuse its holder; the next minute tries again.
            try? store.write("keep the use of a token") { database in
                try database.execute(
                    sql: "UPDATE tokens SET used_at = ? WHERE id = ?", arguments: [time.stored, token.id])
            }
        }
    }

    /// Returns when all uses so far are kept.
    package func finishNoting() {
        uses.sync {}
    }

    /// One at a time: what is read for a version is kept for that version.
    private func look<Value>(_ body: (Database) throws -> Value) throws(JobsError) -> Value {
        do {
            return try connection.inDatabase(body)
        } catch {
            throw SQLiteJobStore.failure(error, action: "look a token up", path: store.path)
        }
    }

    private static func read(_ id: String, in database: Database) throws -> Known? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM tokens WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id]) else { return nil }
        return Known(token: try AccessToken(row: row), hash: Array(row["hash"] as Data))
    }
}
