import Foundation
import Jobs

/// What the token commands write into the service's audit log.
struct TokenAudit {
    let stateDirectory: String

    /// The token has changed already: a log that cannot be written is said, and no failure.
    func record(_ operation: String, _ token: AccessToken) {
        // Only a service moves full logs away.
        let log = AuditLog(path: StateDirectory.auditPath(stateDirectory), limit: nil)
        do {
            try log.record(
                AuditEntry(
                    time: Date(), token: nil, peer: "command line of user \(getuid())", operation: operation,
                    object: token.id))
        } catch {
            StandardError.write("Warning: \(error)\n")
        }
    }
}
