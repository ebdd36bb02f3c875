import Foundation
import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    func createComparison(_ request: Request) throws -> Response {
        try create(
            at: "/v1/comparisons", request, operation: "createComparison",
            read: { try ComparisonReader.read($0, catalogue: $1, teachers: teachers) },
            plan: { ComparisonPlan($0) },
            make: { (specification: ComparisonSpecification, once: IdempotentRequest?) in
                if let once { return try jobs.submit(specification, answering: once) }
                let comparison = try jobs.submit(specification, owner: caller.owner)
                return try IdempotentAnswer(comparison, id: comparison.id)
            })
    }

    func listComparisons(_ request: Request) throws -> Response {
        var query = QueryReader(request)
        let limit = query.integer("limit", in: Self.pageLimits) ?? Self.pageLimit
        let after = query.cursor("after") { Identifier.isValid($0, kind: "cmp") }
        try query.finish()
        let page = try jobs.comparisons(owner: caller.sees, after: after, limit: limit)
        return try .json(
            Page(data: page.comparisons, next: page.hasMore ? page.comparisons.last?.id : nil))
    }

    /// The comparison, or its table alone.
    func getComparison(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let media = try request.negotiate([.json, .markdown, .csv])
        let comparison = try jobs.comparison(request.comparisonID)
        switch media {
        case .markdown: return table(comparison.table?.markdown, media)
        case .csv: return table(comparison.table?.csv, media)
        default: return try .json(comparison, headerFields: [.vary: "Accept"])
        }
    }

    func cancelComparison(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return try .json(try jobs.cancelComparison(request.comparisonID), status: .accepted)
    }

    func deleteComparison(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        try jobs.deleteComparison(request.comparisonID)
        return Response(.noContent)
    }

    private func table(_ text: String?, _ media: MediaType) -> Response {
        Response(
            .ok, headerFields: [.contentType: media.text, .vary: "Accept"],
            body: .bytes(Array((text ?? "").utf8)))
    }
}

extension Request {
    fileprivate var comparisonID: String { parameters["id"] ?? "" }
}
