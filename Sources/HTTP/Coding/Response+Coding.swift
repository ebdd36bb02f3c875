import HTTPTypes

extension Response {
    /// The answer as it goes out: compressed where the client takes gzip and the body is text of more than `above`
    /// bytes.
    ///
    /// Left alone are files and streams, parts, and whatever has a strong entity tag, which promises these very bytes.
    func coded(takesGzip: Bool, above: Int) -> Response {
        var answer = self
        let tag = headerFields[.eTag]
        guard tag?.hasPrefix("W/") ?? true, headerFields[.contentEncoding] == nil else { return self }
        if status == .notModified, tag != nil {
            answer.vary()
            return answer
        }
        guard case .bytes(let plain) = body, plain.count > above, status != .partialContent,
            ResponseEncoder.hasBody(status), Self.isText(headerFields[.contentType] ?? "")
        else { return self }
        answer.vary()
        guard takesGzip, let coded = Gzip.encode(plain), coded.count < plain.count else { return answer }
        answer.body = .bytes(coded)
        answer.headerFields[.contentEncoding] = "gzip"
        return answer
    }

    private mutating func vary() {
        let before = headerFields[.vary].map { $0 + ", " } ?? ""
        headerFields[.vary] = before + "Accept-Encoding"
    }

    /// Text in any of its types. Images, archives and weights would not shrink.
    private static func isText(_ field: String) -> Bool {
        let type = field.prefix { $0 != ";" && $0 != " " }.lowercased()
        return type.hasPrefix("text/") || type.hasSuffix("json") || type.hasSuffix("yaml")
            || type == "application/openmetrics-text"
    }
}
