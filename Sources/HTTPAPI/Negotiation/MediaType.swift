/// A media type as it stands in `Content-Type`.
struct MediaType: Sendable, Equatable {
    let type: String
    let subtype: String
    /// With the leading `; `.
    let parameters: String

    static let json = MediaType("application", "json")
    static let problem = MediaType("application", "problem+json")
    static let png = MediaType("image", "png")
    static let jpeg = MediaType("image", "jpeg")
    static let csv = MediaType("text", "csv", "; charset=utf-8; header=present")
    static let markdown = MediaType("text", "markdown", "; charset=utf-8")
    static let lines = MediaType("application", "x-ndjson")
    static let serverSentEvents = MediaType("text", "event-stream")
    static let yaml = MediaType("application", "yaml")
    static let plainText = MediaType("text", "plain", "; charset=utf-8")
    static let prometheus = MediaType("text", "plain", "; version=0.0.4; charset=utf-8")
    static let openMetrics = MediaType(
        "application", "openmetrics-text", "; version=1.0.0; charset=utf-8")

    init(_ type: String, _ subtype: String, _ parameters: String = "") {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// `type/subtype` without parameters.
    var essence: String { "\(type)/\(subtype)" }
    var text: String { essence + parameters }

    /// Whether `field` (a whole `Content-Type`) names this type, whatever its parameters.
    func isNamed(by field: String) -> Bool {
        let name = field.prefix { $0 != ";" }
        return name.trimming == essence[...] || name.trimming.lowercased() == essence
    }
}

extension Substring {
    /// Without the blanks that HTTP allows around a list's members.
    var trimming: Substring {
        let head = drop { $0 == " " || $0 == "\t" }
        let blanks = head.reversed().prefix { $0 == " " || $0 == "\t" }.count
        return head.dropLast(blanks)
    }
}
