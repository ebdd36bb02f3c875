package import HTTP
package import HTTPTypes
package import Specification

/// An error as its user sees it: problem details for HTTP (RFC 9457).
package struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
    package var kind: ProblemKind
    /// What was found and what is allowed.
    package var detail: String
    /// All faults of a body.
    package var errors: [SpecificationFault]
    /// Fields beside the content's own, such as `Retry-After`.
    package var headerFields: HTTPFields
    /// The status where it is not the kind's own.
    package var status: Int

    package init(
        _ kind: ProblemKind, _ detail: String, errors: [SpecificationFault] = [],
        headerFields: HTTPFields = [:]
    ) {
        self.kind = kind
        self.detail = detail
        self.errors = errors
        self.headerFields = headerFields
        status = kind.status.code
    }

    package var description: String { "\(status) \(kind.title): \(detail)" }

    /// The answer in `application/problem+json`.
    /// - Parameters: `path`: the request's path, as the problem's `instance`; `nil` where none was understood.
    package func response(path: String?) -> Response {
        let document = Document(
            type: "/problems/\(kind.rawValue)", title: kind.title, status: status, detail: detail,
            instance: path,
            errors: errors.isEmpty ? nil : errors)
        var fields = headerFields
        fields[.contentType] = MediaType.problem.text
        let body = (try? JSONCoding.encode(document)).map(Array.init) ?? Array("{}".utf8)
        let known = kind.status.code == status ? kind.status : .init(code: status)
        return Response(known, headerFields: fields, body: .bytes(body))
    }

    private struct Document: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let instance: String?
        let errors: [SpecificationFault]?
    }
}
