import Foundation

@testable import Jobs

extension AccessToken {
    static func make(
        _ secret: TokenSecret, name: String = "ci", owner: String? = nil, scope: TokenScope = .submit,
        createdAt: Date = testTime, expiresAt: Date? = nil
    ) -> AccessToken {
        AccessToken(
            id: secret.id, name: name, owner: owner ?? name, scope: scope, createdAt: createdAt,
            expiresAt: expiresAt)
    }
}
