import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    /// The job, or `304` where the client has it. With `Prefer: wait` the answer is held back until the job is
    /// another than the one that the client has (or than it is now), and no longer than asked.
    func getJob(_ request: Request, _ responder: Responder) throws {
        try QueryReader(request).finish()
        let wait = WaitPreference(request.headerFields[named: "Prefer"])
        guard let wait, wait.seconds > 0 else {
            responder.respond(try jobResponse(to: request, applied: wait))
            return
        }
        let (job, version) = try jobs.versioned(request.jobID)
        let isKnown = EntityTag(job: version).isNamed(byIfNoneMatch: request.headerFields[.ifNoneMatch])
        let asksForNews = isKnown || request.headerFields[.ifNoneMatch] == nil
        guard asksForNews, !job.state.isTerminal else {
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
        let (description, version) = try description(ofJob: request.jobID)
        let tag = EntityTag(job: version)
        var fields: HTTPFields = [.eTag: tag.text, .cacheControl: "no-cache"]
        if let wait { fields[named: "Preference-Applied"] = wait.text }
        guard !tag.isNamed(byIfNoneMatch: request.headerFields[.ifNoneMatch]) else {
            return Response(.notModified, headerFields: fields)
        }
        fields[.contentType] = MediaType.json.text
        return Response(.ok, headerFields: fields, body: .bytes(description))
    }

    /// JSON of the job, made once a version.
    private func description(ofJob id: String) throws -> ([UInt8], version: Int) {
        let (job, version) = try jobs.versioned(id)
        if let known = descriptions.value(of: id, version: version) { return (known, version) }
        let description = Array(try JSONCoding.encode(job))
        descriptions.keep(description, of: id, version: version)
        return (description, version)
    }
}

extension EntityTag {
    init(job version: Int) {
        self.init("v\(version)", isWeak: true)
    }
}
