import Testing

@testable import HTTPAPI

@Suite struct ExpositionFormatTests {
    private let families = [
        MetricFamily(
            "jobs", .counter, "Jobs \"done\",\nby kind.", samples: [.init([.init("kind", "a\\b\"c\nd")], 3)]),
        MetricFamily("ratio", .gauge, "A ratio.", 0.25),
        MetricFamily("empty", .gauge, "Nothing.", samples: []),
    ]

    @Test func prometheusNamesACounterWithItsSuffix() {
        #expect(
            ExpositionFormat.prometheus.render(families) == #"""
                # HELP jobs_total Jobs "done",\nby kind.
                # TYPE jobs_total counter
                jobs_total{kind="a\\b\"c\nd"} 3
                # HELP ratio A ratio.
                # TYPE ratio gauge
                ratio 0.25

                """#)
    }

    @Test func openMetricsNamesItWithoutAndEnds() {
        #expect(
            ExpositionFormat.openMetrics.render(families) == #"""
                # HELP jobs Jobs \"done\",\nby kind.
                # TYPE jobs counter
                jobs_total{kind="a\\b\"c\nd"} 3
                # HELP ratio A ratio.
                # TYPE ratio gauge
                ratio 0.25
                # EOF

                """#)
    }

    @Test func everyNumberHasAForm() {
        let values = [
            -0x1p63, 0x1p53 - 1, -2, 0.1, .infinity, -.infinity, .nan, .greatestFiniteMagnitude,
        ]
        let lines = ExpositionFormat.prometheus.render(values.map { MetricFamily("x", .gauge, "X.", $0) })
            .split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            lines == [
                "x -9.223372036854776e+18", "x 9007199254740991", "x -2", "x 0.1", "x +Inf", "x -Inf",
                "x NaN",
                "x 1.7976931348623157e+308",
            ])
    }

    @Test func durationsCountUpOverTheirBuckets() throws {
        let metrics = RequestMetrics()
        for seconds in [0.0005, 0.003, 0.003, 100] {
            metrics.record(operation: "getJob", status: 200, seconds: seconds)
        }
        let text = ExpositionFormat.prometheus.render(metrics.families())
        #expect(text.contains(#"l2t_http_requests_total{operation="getJob",status="200"} 4"#))
        #expect(text.contains(#"duration_seconds_bucket{operation="getJob",le="0.001"} 1"#))
        #expect(text.contains(#"duration_seconds_bucket{operation="getJob",le="0.005"} 3"#))
        #expect(text.contains(#"duration_seconds_bucket{operation="getJob",le="60.0"} 3"#))
        #expect(text.contains(#"duration_seconds_bucket{operation="getJob",le="+Inf"} 4"#))
        #expect(text.contains(#"duration_seconds_count{operation="getJob"} 4"#))
    }
}
