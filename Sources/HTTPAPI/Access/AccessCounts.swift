/// What access control has done since the start.
struct AccessCounts: Sendable {
    var accepted = 0
    var refused = 0
    var limited = 0
    var auditFailures = 0

    var families: [MetricFamily] {
        [
            MetricFamily(
                "l2t_authentications", .counter, "Requests to the API of a service with tokens, by outcome.",
                samples: [
                    .init([.init("outcome", "accepted")], Double(accepted)),
                    .init([.init("outcome", "refused")], Double(refused)),
                ]),
            MetricFamily(
                "l2t_rate_limited_requests", .counter, "Requests refused because their token made too many.",
                Double(limited)),
            MetricFamily(
                "l2t_audit_failures", .counter, "Lines that could not be written to the audit log.",
                Double(auditFailures)),
        ]
    }
}
