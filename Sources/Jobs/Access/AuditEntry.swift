package import struct Foundation.Date

/// One line of the audit log: who asked for which write, and what came of it. No secret, no body.
package struct AuditEntry: Sendable, Equatable, Codable {
    package var time: Date
    /// The id of the token; nil where none is asked for.
    package var token: String?
    /// The token's name.
    package var name: String?
    package var owner: String?
    /// An address, or what runs on the machine itself.
    package var peer: String
    /// `operationId` in the contract, or what a command does.
    package var operation: String
    /// The id of what it was about.
    package var object: String?
    /// Of the answer.
    package var status: Int?

    package init(
        time: Date, token: AccessToken?, peer: String, operation: String, object: String?, status: Int? = nil
    ) {
        self.time = time
        self.token = token?.id
        name = token?.name
        owner = token?.owner
        self.peer = peer
        self.operation = operation
        self.object = object
        self.status = status
    }
}
