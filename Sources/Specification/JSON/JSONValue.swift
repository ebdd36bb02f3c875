package import Foundation

/// Any JSON value, kept as it was written, so that a reader can name what it found and where.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The deepest nesting that a document from outside may have.
    package static let maximumDepth = 32

    /// Parses one JSON document (RFC 8259, UTF-8).
    /// - Throws: `JSONSyntaxError` when the bytes are no JSON or nest deeper than ``maximumDepth``.
    package init(parsing data: Data) throws(JSONSyntaxError) {
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: data)
        } catch {
            throw JSONSyntaxError(describing: error, in: data)
        }
        guard depth <= Self.maximumDepth else {
            throw JSONSyntaxError(
                detail: "The document nests \(depth) levels deep; at most \(Self.maximumDepth) are allowed.")
        }
    }

    package init(parsing text: String) throws(JSONSyntaxError) {
        try self.init(parsing: Data(text.utf8))
    }

    private var depth: Int {
        switch self {
        case .array(let items): 1 + (items.lazy.map(\.depth).max() ?? 0)
        case .object(let members): 1 + (members.values.lazy.map(\.depth).max() ?? 0)
        default: 0
        }
    }
}

extension JSONValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

extension JSONValue {
    /// How the value reads in a sentence: `'resnet9'`, `12`, `a list`.
    package var spoken: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let value): "'\(Self.cut(value))'"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// By scalars: one character may have any number of them.
    private static func cut(_ text: String) -> String {
        let limit = 80
        guard text.unicodeScalars.count > limit else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))) + "…"
    }

    /// The number as it is read again once it is written: 0.0 is written as 0.
    static func exact(_ number: Double) -> JSONValue {
        Int(exactly: number).map(JSONValue.integer) ?? .number(number)
    }

    /// The string; nil for a value of another kind, which is not turned into one.
    package var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The number, whether it was written with a fraction or without.
    package var numberValue: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The whole number; `4.0` counts as one.
    package var integerValue: Int? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int(exactly: value)
        default: nil
        }
    }
}

/// Why a document could not be read as JSON, in a sentence for a person.
package struct JSONSyntaxError: Error, CustomStringConvertible, Equatable {
    package let detail: String
    package var description: String { detail }

    package init(detail: String) {
        self.detail = detail
    }

    init(describing error: any Error, in data: Data) {
        guard !data.isEmpty else {
            self.init(detail: "The document is empty; a JSON value is expected.")
            return
        }
        let debug: String? =
            switch error as? DecodingError {
            case .dataCorrupted(let context):
                (context.underlyingError as? CocoaError)?.userInfo["NSDebugDescription"] as? String
                    ?? context.underlyingError.map { "\($0)" } ?? context.debugDescription
            default: nil
            }
        self.init(detail: "The document is not valid JSON: \(debug ?? "\(error)")")
    }
}
