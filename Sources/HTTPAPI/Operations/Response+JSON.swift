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

extension HTTPField.Name {
    static let prefer = Self("Prefer")
    static let preferenceApplied = Self("Preference-Applied")
    static let lastEventID = Self("Last-Event-ID")
    static let representationDigest = Self("Repr-Digest")
}
