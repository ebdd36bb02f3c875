import Foundation
import ServiceTestSupport
import Specification

@testable import Jobs

let testTime = Date(timeIntervalSince1970: 1_750_000_000)

extension JobStore {
    @discardableResult
    func submit(_ id: String, priority: Int = 0, maxAttempts: Int = 3, metadata: [String: String] = [:])
        throws -> Job
    {
        try submit(
            .make(metadata: metadata, priority: priority, maxAttempts: maxAttempts), id: id, at: testTime,
            queueLimit: 100_000)
    }

    /// A job of nobody.
    @discardableResult
    func submit(
        _ specification: JobSpecification, id: String, owner: String? = nil, at time: Date, queueLimit: Int
    ) throws(JobsError) -> Job {
        try submit(
            NewJob(id: id, specification: specification, owner: owner), at: time,
            limits: QueueLimits(total: queueLimit))
    }

    /// A job whose attempt runs.
    func running(_ id: String, maxAttempts: Int = 3) throws -> AttemptToken {
        try submit(id, maxAttempts: maxAttempts)
        return try claimed().token
    }

    /// Claims the next job and starts it.
    func claimed() throws -> JobClaim {
        guard let claim = try claim(at: testTime) else { throw JobsError.unknownJob("none is queued") }
        _ = try record(.started(resumedFromEpoch: nil), by: claim.token, at: testTime)
        return claim
    }

    /// Brings a job into `state` by the ways that are allowed.
    func job(in state: JobState) throws -> String {
        let id = "job_\(state.rawValue)"
        switch state {
        case .queued: try submit(id)
        case .starting:
            try submit(id)
            _ = try claim(at: testTime)
        case .running: _ = try running(id)
        case .cancelling:
            _ = try running(id)
            _ = try cancel(id, at: testTime)
        case .cancelled:
            try submit(id)
            _ = try cancel(id, at: testTime)
        case .succeeded: _ = try record(.finished(.make(), []), by: running(id), at: testTime)
        case .failed:
            let failure = JobFailure(kind: .invalid, detail: "It is wrong.")
            _ = try record(.failed(failure), by: running(id), at: testTime)
        case .pausing:
            _ = try running(id)
            _ = try pause(id, at: testTime)
        case .paused:
            try submit(id)
            _ = try pause(id, at: testTime)
        case .expired:
            var specification = try JobSpecification.make()
            specification.limits.startWithinSeconds = 1
            _ = try submit(
                NewJob(id: id, specification: specification), at: testTime,
                limits: QueueLimits(total: 100_000))
            _ = try expire(at: testTime.addingTimeInterval(1))
        }
        return id
    }
}

extension Artifact {
    static func make(_ name: String, kind: Kind = .student) -> Artifact {
        Artifact(
            name: name, kind: kind, size: 3, mediaType: "application/octet-stream",
            sha256: String(repeating: "ab", count: 32), createdAt: testTime)
    }
}
