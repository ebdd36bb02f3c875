package import struct Foundation.Date

/// A token as everybody may know it: all but its secret.
package struct AccessToken: Sendable, Equatable, Encodable {
    package enum Status: String, Sendable, Encodable {
        case usable, expired, revoked
    }

    /// The public part of its text.
    package var id: String
    package var name: String
    /// Whose jobs it makes and sees. Several tokens may have one owner, as when one replaces another.
    package var owner: String
    package var scope: TokenScope
    package var createdAt: Date
    package var expiresAt: Date?
    package var revokedAt: Date?
    /// When it was last used, to the minute.
    package var usedAt: Date?

    package init(
        id: String, name: String, owner: String, scope: TokenScope, createdAt: Date, expiresAt: Date? = nil
    ) {
        self.id = id
        self.name = name
        self.owner = owner
        self.scope = scope
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    package func status(at time: Date) -> Status {
        if revokedAt != nil { return .revoked }
        return expiresAt.map { $0 <= time } ?? false ? .expired : .usable
    }

    /// What a name and an owner may be.
    package static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            } && !text.hasPrefix("-") && !text.hasPrefix(".")
    }
}
