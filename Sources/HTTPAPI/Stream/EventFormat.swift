import Specification

/// How events are written in a stream.
enum EventFormat: Sendable {
    /// One JSON object a line.
    case lines
    /// The server-sent events of the HTML standard: `id`, `event`, `data`.
    case serverSentEvents
    /// Lines for people: of a log's lines and changes of state only.
    case log

    var mediaType: MediaType {
        switch self {
        case .lines: .lines
        case .serverSentEvents: .serverSentEvents
        case .log: .plainText
        }
    }

    /// What keeps a silent stream alive and means nothing in the format.
    var heartbeat: [UInt8] {
        switch self {
        case .lines, .log: Array("\n".utf8)
        case .serverSentEvents: Array(":\n\n".utf8)
        }
    }

    /// The last words of a stream that ends before its job. They are no event: a program sees that `end` is missing
    /// and asks for the rest.
    func farewell(_ reason: String) throws -> [UInt8] {
        switch self {
        case .lines: return Array(try JSONCoding.encodeLine(["reason": reason, "type": "interrupted"]))
        case .serverSentEvents: return Array(": \(reason)\n\n".utf8)
        case .log: return Array("(\(reason))\n".utf8)
        }
    }

    func bytes(of event: JobEvent) throws -> [UInt8] {
        switch self {
        case .lines: return Array(try JSONCoding.encodeLine(event))
        case .serverSentEvents:
            return Array("id: \(event.id)\nevent: \(event.type.rawValue)\ndata: ".utf8)
                + Array(try JSONCoding.encodeLine(event)) + Array("\n".utf8)
        case .log: return Array(LogText.lines(of: event).utf8)
        }
    }
}
