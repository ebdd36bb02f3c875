import HTTPTypes

/// What `Accept-Encoding` says (RFC 9110, section 12.5.3).
enum AcceptEncoding {
    /// Whether gzip is allowed, and liked no less than the plain bytes.
    static func takesGzip(_ fields: HTTPFields) -> Bool {
        guard let field = fields[.acceptEncoding] else { return false }
        var qualities: [Substring: Double] = [:]
        for member in field.lowercased().split(separator: ",") {
            let parts = member.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let coding = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
            // A weight that is no number is no consent.
            qualities[coding == "x-gzip" ? "gzip" : coding[...]] = weight.map { Double($0) ?? 0 } ?? 1
        }
        let gzip = qualities["gzip"] ?? qualities["*"] ?? 0
        return gzip > 0 && gzip >= qualities["identity"] ?? 0
    }
}
