import Foundation
import GRDB
import Testing

@testable import Jobs

@Suite struct TokenStoreTests {
    private let folder = TestFolder()
    private var path: String { folder.path + "/state" }
    private var databasePath: String { path + "/jobs.sqlite" }

    @Test func whatIsMadeIsListed() throws {
        let tokens = try TokenStore(stateDirectory: path)
        let (first, second) = (TokenSecret(), TokenSecret())
        let made = [
            AccessToken.make(first, name: "a", owner: "team", scope: .read, expiresAt: testTime + 60),
            .make(second, name: "b", scope: .admin, createdAt: testTime + 1),
        ]
        for (token, secret) in zip(made, [first, second]) { try tokens.create(token, secret: secret) }
        #expect(try tokens.tokens() == made)
        #expect(try TokenStore(stateDirectory: path).tokens() == made)
    }

    @Test func theSecretIsNowhereInTheStateDirectory() throws {
        let secret = TokenSecret()
        do {
            let tokens = try TokenStore(stateDirectory: path)
            try tokens.create(.make(secret), secret: secret)
        }
        let random = Data(secret.text.split(separator: "_")[2].utf8.prefix(64))
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            let file = FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data()
            #expect(file.range(of: random) == nil, "\(name)")
        }
        let hash = try DatabaseQueue(path: databasePath).read {
            try Data.fetchOne($0, sql: "SELECT hash FROM tokens")
        }
        #expect(hash.map(Array.init) == secret.hash)
    }

    @Test func aNameIsFreeAgainWhenItsTokenIsRevoked() throws {
        let tokens = try TokenStore(stateDirectory: path)
        let (first, second) = (TokenSecret(), TokenSecret())
        try tokens.create(.make(first), secret: first)
        #expect(throws: JobsError.tokenNameTaken("ci")) { try tokens.create(.make(second), secret: second) }
        #expect(try tokens.revoke("ci", at: testTime + 5).revokedAt == testTime + 5)
        try tokens.create(.make(second, createdAt: testTime + 6), secret: second)
        #expect(try tokens.tokens().map { $0.status(at: testTime) } == [.revoked, .usable])
    }

    @Test func aTokenIsRevokedByItsNameOrItsIDAndOnce() throws {
        let tokens = try TokenStore(stateDirectory: path)
        let (first, second) = (TokenSecret(), TokenSecret())
        try tokens.create(.make(first, name: "a"), secret: first)
        // Its name is the other's id: names come first.
        try tokens.create(.make(second, name: first.id), secret: second)
        #expect(try tokens.revoke(first.id, at: testTime).id == second.id)
        #expect(try tokens.revoke(first.id, at: testTime).id == first.id)
        for gone in [first.id, "a", "nobody"] {
            #expect(throws: JobsError.unknownToken(gone)) { try tokens.revoke(gone, at: testTime) }
        }
    }

    @Test func aTokenEndsWhenItsTimeIsOver() {
        let token = AccessToken.make(TokenSecret(), expiresAt: testTime + 60)
        #expect(token.status(at: testTime + 59.9) == .usable)
        #expect(token.status(at: testTime + 60) == .expired)
        #expect(AccessToken.make(TokenSecret()).status(at: .distantFuture) == .usable)
    }

    @Test func tokensAreManagedBesideARunningService() throws {
        let directory = try StateDirectory(opening: path)
        let store = try SQLiteJobStore(path: directory.databasePath)
        let tokens = try TokenStore(stateDirectory: path)
        let secret = TokenSecret()
        try tokens.create(.make(secret), secret: secret)
        try store.submit("job_1")
        #expect(try tokens.tokens().count == 1)
        directory.release()
    }

    @Test func theDatabaseOfAnOlderServiceIsNotChangedUnderIt() throws {
        let directory = try StateDirectory(opening: path)
        let old = try DatabaseQueue(path: directory.databasePath)
        try SQLiteJobStore.migrator.migrate(old, upTo: "2 comparisons")
        #expect(throws: JobsError.databaseOlder(path: directory.databasePath)) {
            try TokenStore(stateDirectory: path)
        }
        directory.release()
        #expect(try TokenStore(stateDirectory: path).tokens().isEmpty)
    }

    @Test(arguments: [
        "UPDATE tokens SET scope = 'admin'", "UPDATE tokens SET owner = 'eve'",
        "UPDATE tokens SET hash = zeroblob(32)", "UPDATE tokens SET expires_at = NULL",
        "UPDATE tokens SET revoked_at = NULL WHERE name = 'old'", "DELETE FROM tokens",
        "INSERT INTO tokens (id, name, owner, scope, hash, created_at) VALUES ('short', 'x', 'x', 'read', zeroblob(32), 1)",
        "INSERT INTO tokens (id, name, owner, scope, hash, created_at) VALUES ('0123456789', 'x', 'x', 'all', zeroblob(32), 1)",
        "INSERT INTO tokens (id, name, owner, scope, hash, created_at) VALUES ('0123456789', 'x', 'x', 'read', x'', 1)",
        "INSERT INTO tokens (id, name, owner, scope, hash, created_at) VALUES ('0123456789', 'ci', 'x', 'read', zeroblob(32), 1)",
    ]) func theSchemaRefuses(_ statement: String) throws {
        let tokens = try TokenStore(stateDirectory: path)
        let (first, second) = (TokenSecret(), TokenSecret())
        try tokens.create(.make(first, expiresAt: testTime + 60), secret: first)
        try tokens.create(.make(second, name: "old"), secret: second)
        _ = try tokens.revoke("old", at: testTime)
        let before = try tokens.tokens()
        let database = try DatabaseQueue(path: databasePath)
        #expect(throws: DatabaseError.self) { try database.write { try $0.execute(sql: statement) } }
        #expect(try tokens.tokens() == before)
    }
}
