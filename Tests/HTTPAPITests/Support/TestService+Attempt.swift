import Foundation
import Jobs
import Specification
import Testing

/// The engine's part, for a service that does not work.
extension TestService {
    /// A job whose attempt has begun.
    func running() throws -> (id: String, attempt: AttemptToken) {
        let id = try submit()
        let attempt = try #require(try store.claim(at: Date())).token
        #expect(attempt.job == id)
        _ = try store.record(.started(resumedFromEpoch: nil), by: attempt, at: Date())
        return (id, attempt)
    }

    func log(_ message: String, by attempt: AttemptToken) throws {
        _ = try store.record(.log(message: message, source: .output), by: attempt, at: Date())
    }

    func fail(_ attempt: AttemptToken) throws {
        let failure = JobFailure(kind: .invalid, detail: "It is wrong.")
        _ = try store.record(.failed(failure), by: attempt, at: Date())
    }
}
