import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    func cancelJob(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(try jobs.cancel(request.jobID), status: .accepted)
    }

    func pauseJob(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(try jobs.pause(request.jobID), status: .accepted)
    }

    func resumeJob(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        try requireReadiness()
        return try .json(try jobs.resume(request.jobID), status: .accepted)
    }

    /// Answers with the new job.
    func retryJob(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        try requireReadiness()
        let job = try jobs.retry(request.jobID)
        return try .json(job, status: .accepted, headerFields: [.location: "/v1/jobs/\(job.id)"])
    }

    /// - Throws: `unavailable` while the service takes no work.
    func requireReadiness() throws(Problem) {
        if let obstacle = readiness.obstacle { throw Problem.unavailable(obstacle) }
    }
}
