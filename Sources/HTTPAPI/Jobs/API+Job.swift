import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    /// The job, or `304` where the client has it. With `Prefer: wait` the answer is held back until the job is
    /// another than the one that the client has (or than it is now), and no longer than asked.
    func getJob(_ request: Request, _ responder: Responder) throws {
        try QueryReader(request).finish()
        let version = try jobs.version(of: request.jobID)
        let wait = WaitPreference(request.headerFields[named: "Prefer"])
        let isKnown = EntityTag(job: version).isNamed(byIfNoneMatch: request.headerFields[.ifNoneMatch])
        let asksForNews = isKnown || request.headerFields[.ifNoneMatch] == nil
        guard let wait, wait.seconds > 0, asksForNews, try !jobs.job(request.jobID).state.isTerminal else {
            responder.respond(try jobResponse(to: request, applied: wait))
            return
        }
        JobWait(jobs: jobs, id: request.jobID, version: version, wait: wait, responder: responder) {
            do {
                return try jobResponse(to: request, applied: wait)
            } catch {
                return response(to: error, request)
            }
        }.start()
    }

    private func jobResponse(to request: Request, applied wait: WaitPreference?) throws -> Response {
        // The version first: should the job change in between, the tag is too old rather than too new.
        let tag = EntityTag(job: try jobs.version(of: request.jobID))
        let job = try jobs.job(request.jobID)
        var fields: HTTPFields = [.eTag: tag.text, .cacheControl: "no-cache"]
        if let wait { fields[named: "Preference-Applied"] = wait.text }
        guard !tag.isNamed(byIfNoneMatch: request.headerFields[.ifNoneMatch]) else {
            return Response(.notModified, headerFields: fields)
        }
        return try .json(job, headerFields: fields)
    }
}

extension EntityTag {
    init(job version: Int) {
        self.init("v\(version)", isWeak: true)
    }
}
