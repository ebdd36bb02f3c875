import Testing

@testable import Jobs

@Suite struct TokenSecretTests {
    private let secret = TokenSecret()

    @Test func theTextSaysItsID() throws {
        #expect(secret.text.wholeMatch(of: #/l2t_[0-9a-f]{10}_[0-9a-f]{72}/#) != nil)
        #expect(secret.text.hasPrefix("l2t_\(secret.id)_"))
        #expect(TokenSecret(secret.text) == secret)
        #expect(TokenSecret(secret.text)?.hash == secret.hash)
    }

    /// The check is the first eight digits of the SHA-256 of what stands before, as sha256sum says.
    @Test func theTextIsMadeOfTheBytes() {
        var next: UInt8 = 0
        let made = TokenSecret {
            defer { next += 1 }
            return next
        }
        #expect(made.id == "0001020304")
        #expect(
            made.text
                == "l2t_0001020304_05060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324e5ea4126")
    }

    @Test func everyOneIsAnother() {
        #expect(Set((0..<1000).map { _ in TokenSecret().text }).count == 1000)
    }

    @Test func aCutOrMistypedTextIsNone() {
        #expect(TokenSecret("") == nil)
        #expect(TokenSecret(String(secret.text.dropLast())) == nil)
        #expect(TokenSecret(secret.text + "0") == nil)
        #expect(TokenSecret(secret.text.uppercased()) == nil)
        for index in secret.text.indices {
            var text = secret.text
            text.replaceSubrange(index...index, with: text[index] == "7" ? "8" : "7")
            #expect(TokenSecret(text) == nil, "\(text)")
        }
        // As many bytes, fewer characters.
        #expect(TokenSecret(secret.text.dropLast(2) + "é") == nil)
    }

    @Test func onlyEqualHashesAreEqual() {
        #expect(TokenSecret.isEqual(secret.hash, secret.hash))
        #expect(!TokenSecret.isEqual(secret.hash, TokenSecret().hash))
        #expect(!TokenSecret.isEqual(secret.hash, Array(secret.hash.dropLast())))
        #expect(!TokenSecret.isEqual([], secret.hash))
    }

    @Test(arguments: [
        ("ci", true), ("A.b_c-9", true), ("_x", true), (String(repeating: "n", count: 64), true), ("", false),
        (String(repeating: "n", count: 65), false), ("a b", false), ("a/b", false), ("-x", false),
        (".", false), ("ä", false), ("a\n", false),
    ]) func aNameIsPlain(_ text: String, _ isName: Bool) {
        #expect(AccessToken.isName(text) == isName)
    }

    @Test func eachScopeIncludesThoseBefore() {
        #expect(TokenScope.allCases.sorted() == [.read, .submit, .admin])
        #expect(TokenScope.read < .submit && TokenScope.submit < .admin && !(TokenScope.admin < .read))
    }
}
