import Foundation
import ServiceTestSupport
import Testing

@testable import HTTPAPI

private let promtool = Program.path(of: "promtool")

@Suite struct OperatorTests {
    @Test func probesTellWhetherWorkIsTaken() throws {
        let service = try TestService(works: false)
        #expect(try service.get("/livez").text == "alive\n")
        #expect(try service.get("/readyz").text == "ready\n")
        service.readiness.withdraw(because: "The service is stopping.")
        #expect(try service.get("/livez").status == 200)
        let reply = try service.get("/readyz")
        #expect(reply.status == 503)
        #expect(reply.fields["retry-after"] != nil)
        #expect(try reply.json()["detail"] == .string("The service is stopping."))
        #expect(try service.post(#"{"task": "classification"}"#).status == 503)
    }

    @Test func theIndexLeadsToEverything() throws {
        let service = try TestService(works: false)
        let index = try service.get("/").json()
        #expect(index["service"] == .string("l2t"))
        guard case .object(let links) = index["links"] else {
            Issue.record("the index has no links")
            return
        }
        #expect(links["listJobs"] == .string("/v1/jobs"))
        for link in links.values.compactMap(\.stringValue) { #expect(try service.get(link).status == 200) }
    }

    @Test func theContractIsServedWithTheEnginesNames() throws {
        let service = try TestService(works: false)
        let reply = try service.get("/openapi.yaml")
        #expect(reply.fields["content-type"] == "application/yaml")
        #expect(reply.text.contains(#"enum: ["brier","cross_entropy","focal"]"#))
        #expect(!reply.text.contains(ContractCompletion.marker))
    }

    @Test func theMetricsPageHasWhatTheClientReads() throws {
        let service = try TestService()
        _ = try service.finished(epochs: 2)
        let text = try service.get("/metrics")
        #expect(text.fields["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(text.text.contains("l2t_epochs_total 2\n"))
        #expect(text.text.contains("l2t_jobs{state=\"succeeded\"} 1\n"))
        #expect(text.text.contains("l2t_http_requests_total{operation=\"createJob\",status=\"201\"} 1\n"))
        let modern = try service.get("/metrics", ["Accept": "application/openmetrics-text; version=1.0.0"])
        #expect(modern.fields["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8")
        #expect(modern.text.hasSuffix("# EOF\n"))
        #expect(modern.text.contains("# TYPE l2t_epochs counter\n"))
    }

    @Test(.enabled(if: promtool != nil, "there is no promtool (Debian package prometheus)"))
    func promtoolAcceptsTheMetricsPage() throws {
        let program = try #require(promtool)
        let service = try TestService()
        let id = try service.submit(epochs: 5, ["hold_after": "2"])
        let client = try Client(port: service.port)
        _ = try client.follow(id, until: "checkpoint-2")
        for accept in ["text/plain", "application/openmetrics-text"] {
            let page = try service.get("/metrics", ["Accept": accept])
            #expect(page.text.contains("l2t_job_metric_weight{job=\"\(id)\",metric=\"focal\"}"))
            // promtool reads the older format only; the newer one differs in the headings of counters.
            var text = page.text
            if accept != "text/plain" {
                for counter in text.matches(of: #/# TYPE (\S+) counter\n/#).map({ String($0.1) }) {
                    text = text.replacing("# TYPE \(counter) ", with: "# TYPE \(counter)_total ")
                        .replacing("# HELP \(counter) ", with: "# HELP \(counter)_total ")
                }
            }
            let result = try Program.run(program, ["check", "metrics"], input: text)
            #expect(result.code == 0, "\(result.output)\(result.errors)")
        }
    }
}
