import HTTP
import HTTPTypes
import Specification

extension Response {
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headerFields: HTTPFields = [:]
    ) throws -> Response {
        var fields = headerFields
        fields[.contentType] = MediaType.json.text
        return Response(status, headerFields: fields, body: .bytes(Array(try JSONCoding.encode(value))))
    }
}

extension HTTPFields {
    /// For the names that swift-http-types has no constant for.
    subscript(named name: String) -> String? {
        get { HTTPField.Name(name).flatMap { self[$0] } }
        set {
            guard let name = HTTPField.Name(name) else { return }
            self[name] = newValue
        }
    }
}
