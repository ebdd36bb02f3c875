import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    func getLogs(_ request: Request) throws -> Response {
        var query = QueryReader(request)
        let follows = query.flag("follow", default: false)
        try query.finish()
        let media = try request.negotiate([.plainText])
        let id = try jobs.job(request.jobID).id
        let body = ResponseBody.stream(heartbeat: EventFormat.log.heartbeat) { stream in
            EventFeed(
                jobs: jobs, id: id, kinds: [.state, .log, .end], after: 0, follows: follows, format: .log,
                stream: stream, isAdmitted: { try access.admits(caller) },
                onFailure: { logger.error("The log of \(id) ends early: \($0)") }
            ).start()
        }
        return Response(
            .ok,
            headerFields: [.contentType: media.text, .cacheControl: "no-store", .vary: "Accept"], body: body)
    }
}
