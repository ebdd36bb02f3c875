import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    func getMetricsPage(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let format = ExpositionFormat(accept: Accept(request.headerFields[.accept]))
        return Response(
            .ok, headerFields: [.contentType: format.mediaType.text, .vary: "Accept"],
            body: .bytes(Array(format.render(try metrics.families()).utf8)))
    }

    func getLiveness(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return .text("alive\n")
    }

    func getReadiness(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        if let obstacle = readiness.obstacle ?? jobs.obstacle { throw Problem.unavailable(obstacle) }
        return .text("ready\n")
    }

    func getContract(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        return .text(try Contract.text(completedBy: visible(catalogue.current)), type: MediaType.yaml.text)
    }

    func getIndex(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        let links = operations.filter {
            $0.method == .get && !$0.pattern.contains("{") && $0.pattern != "/"
        }
        return try .json(
            Index(
                service: "l2t", version: catalogue.current.engine.version,
                links: Dictionary(links.map { ($0.id, $0.pattern) }) { first, _ in first }))
    }

    private struct Index: Encodable {
        let service: String
        let version: String
        /// Path by operation.
        let links: [String: String]
    }
}
