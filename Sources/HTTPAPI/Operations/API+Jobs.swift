import Foundation
import HTTP
import HTTPTypes
import Jobs
import Specification

extension API {
    func createJob(_ request: Request) throws -> Response {
        try create(
            at: "/v1/jobs", request, operation: "createJob",
            read: { try SpecificationReader.read($0, catalogue: $1, teachers: teachers) },
            plan: { $0 },
            make: { (specification: JobSpecification, once: IdempotentRequest?) in
                if let once { return try jobs.submit(specification, answering: once) }
                let job = try jobs.submit(specification, owner: caller.owner)
                return try IdempotentAnswer(job, id: job.id)
            })
    }

    func listJobs(_ request: Request) throws -> Response {
        var query = QueryReader(request)
        let state = query.choice("state", of: JobState.self)
        let task = query.choice("task", of: TaskKind.self)
        let metadata = query.members("metadata")
        let limit = query.integer("limit", in: Self.pageLimits) ?? Self.pageLimit
        let after = query.cursor("after") { Identifier.isValid($0, kind: "job") }
        try query.finish()
        let page = try jobs.jobs(
            JobQuery(
                owner: caller.sees, states: state.map { [$0] } ?? [], task: task, metadata: metadata,
                limit: limit, after: after))
        return try .json(Page(data: page.jobs, next: page.hasMore ? page.jobs.last?.id : nil))
    }

    func deleteJob(_ request: Request) throws -> Response {
        try QueryReader(request).finish()
        try jobs.delete(request.jobID)
        return Response(.noContent)
    }

    static let pageLimits = 1...100
    static let pageLimit = 20

    /// The body, as `read` understands it by a catalogue; a data set that the catalogue lacks is looked for once more
    /// on the disk.
    func readBody<Value>(_ request: Request, _ read: (Data, Catalogue) throws -> Value) throws -> Value {
        let body = try jsonBody(request)
        do {
            return try read(body, visible(catalogue.current))
        } catch let error as InvalidSpecification {
            guard error.faults.contains(where: { $0.pointer.hasSuffix("/dataset/name") }) else { throw error }
            return try read(body, visible(catalogue.refreshed()))
        }
    }

    func jsonBody(_ request: Request) throws(Problem) -> Data {
        let type = request.headerFields[.contentType]
        guard let type, MediaType.json.isNamed(by: type) else {
            throw Problem(
                .unsupportedMediaType,
                "Content-Type is \(type.map { "'\($0)'" } ?? "missing"); application/json is allowed.",
                headerFields: [.accept: MediaType.json.essence])
        }
        return Data(request.body)
    }
}

extension Request {
    var jobID: String { parameters["id"] ?? "" }
    /// Of what is named in the path by its users.
    var nameInPath: String { parameters["name"] ?? "" }
}
