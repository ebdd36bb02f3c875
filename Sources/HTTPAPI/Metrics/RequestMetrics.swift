package import HTTP
import Synchronization

/// Counts the requests of each operation and how long they took.
package final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let operation: String
        let status: Int
    }

    private struct Durations {
        var buckets = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var sum = 0.0
    }

    private struct State {
        var requests: [Key: Int] = [:]
        var durations: [String: Durations] = [:]
    }

    /// Upper bounds in seconds.
    private static let bounds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    private let state = Mutex(State())

    package init() {}

    /// To be called after each request.
    package func record(_ completion: RequestCompletion) {
        record(
            operation: completion.operationID ?? "none", status: completion.status.code,
            seconds: completion.seconds)
    }

    func record(operation: String, status: Int, seconds: Double) {
        let bucket = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.requests[Key(operation: operation, status: status), default: 0] += 1
            state.durations[operation, default: Durations()].buckets[bucket] += 1
            state.durations[operation, default: Durations()].sum += seconds
        }
    }

    package func families() -> [MetricFamily] {
        let (requests, durations) = state.withLock { ($0.requests, $0.durations) }
        let keys = requests.keys.sorted { ($0.operation, $0.status) < ($1.operation, $1.status) }
        return [
            MetricFamily(
                "l2t_http_requests", .counter, "Requests answered, by operation and status.",
                samples: keys.map { key in
                    .init(
                        [.init("operation", key.operation), .init("status", String(key.status))],
                        Double(requests[key] ?? 0))
                }),
            MetricFamily(
                "l2t_http_request_duration_seconds", .histogram,
                "Time from the end of a request's head to the end of its answer.",
                samples: durations.keys.sorted().flatMap { operation in
                    Self.samples(
                        durations[operation] ?? Durations(), operation: .init("operation", operation))
                }),
        ]
    }

    private static func samples(_ durations: Durations, operation: MetricFamily.Label) -> [MetricFamily
        .Sample]
    {
        var samples: [MetricFamily.Sample] = []
        var count = 0
        for (index, inside) in durations.buckets.enumerated() {
            count += inside
            let bound = index < bounds.count ? String(bounds[index]) : "+Inf"
            samples.append(.init(suffix: "_bucket", [operation, .init("le", bound)], Double(count)))
        }
        samples.append(.init(suffix: "_sum", [operation], durations.sum))
        samples.append(.init(suffix: "_count", [operation], Double(count)))
        return samples
    }
}
