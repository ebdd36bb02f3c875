import Foundation
import Specification

struct Reply {
    var status: Int
    /// Names in lower case.
    var fields: [String: String]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSONValue { try JSONValue(parsing: Data(body)) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONCoding.decode(type, from: Data(body))
    }

    /// The events of an NDJSON body; the line that says why it ends early is none.
    func events() throws -> [JobEvent] {
        try text.split(separator: "\n").filter { !$0.hasSuffix(#""type":"interrupted"}"#) }
            .map { try JSONCoding.decode(JobEvent.self, from: Data($0.utf8)) }
    }
}

extension JSONValue {
    subscript(_ name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    var items: [JSONValue] {
        if case .array(let items) = self { items } else { [] }
    }
}
