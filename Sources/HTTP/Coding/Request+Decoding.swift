import HTTPTypes

extension Request {
    /// Bodies up to this size may be of any growth: a few hundred bytes of blanks are no attack.
    private static let alwaysAllowed = 64 * 1024

    /// The request with the body as it was before its `Content-Encoding`.
    /// - Parameters: `limit`: of the plain bytes; `growth`: how many times its size the body may grow.
    /// - Throws: 415 for other codings than gzip, 413 for what grows too large, 400 for damaged bytes.
    func decoded(limit: Int, growth: Int) throws(Rejection) -> Request {
        guard let field = headerFields[.contentEncoding], !body.isEmpty else { return self }
        let coding = field.lowercased().filter { $0 != " " && $0 != "\t" }
        if coding == "identity" { return self }
        guard coding == "gzip" || coding == "x-gzip" else {
            throw Rejection(.unsupportedMediaType, "Content-Encoding is '\(field)'; gzip is allowed.")
        }
        let grown = max(Self.alwaysAllowed, body.count.multipliedReportingOverflow(by: growth).partialValue)
        var request = self
        do throws(Gzip.Fault) {
            request.body = try Gzip.decode(body, limit: min(limit, grown))
        } catch {
            switch error {
            case .tooLarge(limit):
                throw Rejection(
                    .contentTooLarge,
                    "The body is larger than \(limit) bytes when decompressed; that many are allowed.")
            case .tooLarge:
                throw Rejection(
                    .contentTooLarge,
                    "The body of \(body.count) compressed bytes grows to more than \(growth) times its size; "
                        + "that much is allowed.")
            case .damaged(let reason):
                throw Rejection(
                    .badRequest, "The body is not gzip, as its Content-Encoding says: \(reason).")
            }
        }
        request.headerFields[.contentEncoding] = nil
        return request
    }
}
