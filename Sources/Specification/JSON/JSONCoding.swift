package import Foundation

/// The one way in which both programs write and read their values: snake_case, sorted members, RFC 3339 UTC
/// times with milliseconds, no escaped slashes.
package enum JSONCoding {
    /// - Throws: `EncodingError`, as for a number that is not finite.
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.text(date))
        }
        return try encoder.encode(value)
    }

    /// One line of a JSON-lines channel: the value and a line feed.
    package static func encodeLine(_ value: some Encodable) throws -> Data {
        var line = try encode(value)
        line.append(UInt8(ascii: "\n"))
        return line
    }

    /// Members that the type does not have are passed over. - Throws: `DecodingError`.
    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = Timestamp.date(text) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "'\(text)' is no RFC 3339 time.")
            }
            return date
        }
        return try decoder.decode(type, from: data)
    }

    /// The value as a tree, by way of its own encoding.
    package static func tree(_ value: some Encodable) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: encode(value))
    }
}
