package import HTTP

/// The server's connections and bytes.
package enum ServerMetrics {
    package static func families(_ statistics: ServerStatistics) -> [MetricFamily] {
        [
            MetricFamily(
                "l2t_http_connections", .gauge, "Open connections.", Double(statistics.connectionsOpen)),
            MetricFamily(
                "l2t_http_connections_accepted", .counter, "Connections accepted.",
                Double(statistics.connectionsAccepted)),
            MetricFamily(
                "l2t_http_connections_refused", .counter, "Connections refused because there were too many.",
                Double(statistics.connectionsRefused)),
            MetricFamily(
                "l2t_http_handshakes", .gauge, "TLS handshakes under way.", Double(statistics.handshakesOpen)),
            MetricFamily(
                "l2t_http_handshakes_failed", .counter, "TLS handshakes that came to nothing.",
                Double(statistics.handshakesFailed)),
            MetricFamily("l2t_http_streams", .gauge, "Open event streams.", Double(statistics.streamsOpen)),
            MetricFamily(
                "l2t_http_handlers", .gauge, "Requests in the handler pool, by what they do.",
                samples: [
                    .init([.init("state", "running")], Double(statistics.handlersRunning)),
                    .init([.init("state", "queued")], Double(statistics.handlersQueued)),
                ]),
            MetricFamily(
                "l2t_http_received_bytes", .counter, "Bytes read from connections.",
                Double(statistics.bytesIn)),
            MetricFamily(
                "l2t_http_sent_bytes", .counter, "Bytes written to connections.", Double(statistics.bytesOut)),
        ]
    }
}
