import HTTPTypes
import Jobs

extension Problem {
    /// - Parameter hasToken: whether the request named one, which is then at fault (RFC 6750, section 3).
    static func unauthorized(_ detail: String, hasToken: Bool) -> Problem {
        Problem(
            .unauthorized,
            "\(detail) A header field 'Authorization: Bearer TOKEN' with a token that 'l2t token create' made is "
                + "needed.",
            headerFields: [
                .wwwAuthenticate: "Bearer realm=\"l2t\"" + (hasToken ? ", error=\"invalid_token\"" : "")
            ])
    }

    static func misdirected(to host: String) -> Problem {
        Problem(
            .misdirectedRequest,
            "The request is for the host '\(host.prefix(255))'; as long as the service has no token, only 'localhost', a "
                + "name that ends with '.localhost' or an IP address is allowed.")
    }

    static func forbidden(_ operation: Operation, needs scope: TokenScope, has found: TokenScope) -> Problem {
        Problem(
            .forbidden,
            "The operation \(operation.id) needs a token of scope '\(scope.rawValue)'; this one's is "
                + "'\(found.rawValue)'.",
            headerFields: [
                .wwwAuthenticate:
                    "Bearer realm=\"l2t\", error=\"insufficient_scope\", scope=\"\(scope.rawValue)\""
            ])
    }

    static func tooManyRequests(
        _ detail: String, _ verdict: RequestBucket.Verdict, _ fields: HTTPFields = [:]
    ) -> Problem {
        var fields = fields
        fields[.retryAfter] = String(verdict.secondsToNext)
        return Problem(.tooManyRequests, detail, headerFields: fields)
    }
}

extension HTTPFields {
    /// What may follow (draft-ietf-httpapi-ratelimit-headers-11).
    init(_ verdict: RequestBucket.Verdict, limit: Int) {
        self.init()
        self[named: "RateLimit-Policy"] = "\"requests\";q=\(limit);w=60"
        self[named: "RateLimit"] = "\"requests\";r=\(verdict.remaining);t=\(verdict.secondsToFull)"
    }
}
