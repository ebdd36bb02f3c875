import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    func streamEvents(_ request: Request) throws -> Response {
        var query = QueryReader(request)
        let after = query.integer("after", in: Self.sequenceNumbers)
        let follows = query.flag("follow", default: true)
        try query.finish()
        // A browser that reconnects repeats the address, `after` included, and adds where it was.
        let last = try lastEventID(request) ?? after ?? 0
        let media = try request.negotiate([.lines, .serverSentEvents])
        let format: EventFormat = media == .serverSentEvents ? .serverSentEvents : .lines
        let id = try jobs.job(request.jobID).id
        let body = ResponseBody.stream(heartbeat: format.heartbeat) { stream in
            EventFeed(
                jobs: jobs, id: id, after: last, follows: follows, format: format, stream: stream,
                isAdmitted: { try access.admits(caller) },
                onFailure: { logger.error("The events of \(id) end early: \($0)") }
            ).start()
        }
        return Response(
            .ok,
            headerFields: [
                .contentType: media.text, .cacheControl: "no-store", .vary: "Accept",
            ], body: body)
    }

    /// What an event or an epoch can have as its number.
    static let sequenceNumbers = 0...((1 << 53) - 1)

    private func lastEventID(_ request: Request) throws(Problem) -> Int? {
        guard let text = request.headerFields[named: "Last-Event-ID"] else { return nil }
        guard let id = QueryReader.digits(text), Self.sequenceNumbers.contains(id) else {
            throw Problem(
                .badRequest, "Last-Event-ID is '\(text)'; the id of an event, a whole number, is allowed.")
        }
        return id
    }
}
