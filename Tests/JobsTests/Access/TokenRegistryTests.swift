import Foundation
import Testing

@testable import Jobs

/// What a running service knows of its tokens, whoever changes them.
@Suite struct TokenRegistryTests {
    private let folder = TestFolder()
    private let store: SQLiteJobStore
    private let registry: TokenRegistry
    private let tokens: TokenStore
    private let secret = TokenSecret()

    init() throws {
        store = try SQLiteJobStore(path: folder.path + "/jobs.sqlite")
        registry = try TokenRegistry(store)
        tokens = try TokenStore(stateDirectory: folder.path)
    }

    @Test func aNewTokenIsKnownAtTheNextLook() throws {
        #expect(try registry.token(secret.text) == nil)
        try tokens.create(.make(secret), secret: secret)
        #expect(try registry.token(secret.text) == .make(secret))
        #expect(try registry.token(secret.text) == .make(secret))
    }

    @Test func aRevokedTokenIsKnownAsSuchAtTheNextLook() throws {
        try tokens.create(.make(secret), secret: secret)
        #expect(try registry.token(secret.text)?.revokedAt == nil)
        _ = try tokens.revoke("ci", at: testTime)
        #expect(try registry.token(secret.text)?.status(at: testTime) == .revoked)
    }

    @Test func theIDAloneIsNoToken() throws {
        try tokens.create(.make(secret), secret: secret)
        var bytes = (0..<5).map { index in
            UInt8(secret.id.dropFirst(2 * index).prefix(2), radix: 16) ?? 0
        }
        let forged = TokenSecret { bytes.isEmpty ? 7 : bytes.removeFirst() }
        #expect(forged.id == secret.id)
        #expect(try registry.token(forged.text) == nil)
        #expect(try registry.token("l2t_\(secret.id)_") == nil)
        #expect(try registry.token(TokenSecret().text) == nil)
        #expect(try registry.token("") == nil)
    }

    @Test func thereWereTokensEvenAfterAllAreRevoked() throws {
        #expect(try !registry.hasTokens())
        try tokens.create(.make(secret), secret: secret)
        #expect(try registry.hasTokens())
        _ = try tokens.revoke("ci", at: testTime)
        #expect(try registry.hasTokens())
        #expect(try TokenRegistry(store).hasTokens())
    }

    @Test func theUseIsKeptToTheMinute() throws {
        try tokens.create(.make(secret), secret: secret)
        let token = try #require(try registry.token(secret.text))
        func used(_ seconds: Double) throws -> Date? {
            registry.noteUse(of: token, at: testTime + seconds)
            registry.finishNoting()
            return try tokens.tokens().first?.usedAt
        }
        #expect(try used(0) == testTime)
        #expect(try used(59) == testTime)
        #expect(try used(60) == testTime + 60)
    }

    @Test func theServicesOwnWritesChangeNothing() throws {
        try tokens.create(.make(secret), secret: secret)
        for number in 1...20 {
            try store.submit("job_\(number)")
            #expect(try registry.token(secret.text) == .make(secret))
        }
    }

    @Test func manyLookAtOnce() throws {
        try tokens.create(.make(secret), secret: secret)
        DispatchQueue.concurrentPerform(iterations: 200) { number in
            if number == 100 { _ = try? tokens.revoke("ci", at: testTime) }
            #expect((try? registry.token(secret.text))??.id == secret.id)
        }
        #expect(try registry.token(secret.text)?.revokedAt == testTime)
    }
}
