import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    func listEpochs(_ request: Request) throws -> Response {
        var query = QueryReader(request)
        let after = query.integer("after", in: Self.sequenceNumbers) ?? 0
        let limit = query.integer("limit", in: Self.epochLimits) ?? Self.epochLimit
        try query.finish()
        let media = try request.negotiate([.json, .csv])
        // One more than asked for tells whether there are more.
        let found = try jobs.epochs(request.jobID, after: after, limit: limit + 1)
        let records = Array(found.prefix(limit))
        if media == .csv {
            let table = try EpochTable(records)
            return Response(
                .ok, headerFields: [.contentType: media.text, .vary: "Accept"],
                body: .bytes(Array(table.text.utf8)))
        }
        return try .json(
            Page(data: records, next: found.count > limit ? records.last?.epoch : nil),
            headerFields: [.vary: "Accept"])
    }

    static let epochLimits = 1...1000
    static let epochLimit = 100
}
