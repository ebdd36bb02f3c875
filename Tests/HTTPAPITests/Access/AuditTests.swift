import Foundation
import Jobs
import Specification
import Testing

@testable import HTTPAPI

/// Every write leaves a line, whoever asked for it and whatever came of it.
@Suite struct AuditTests {
    private func entries(_ service: TestService) throws -> [AuditEntry] {
        let text = try String(contentsOfFile: service.folder + "/audit.jsonl", encoding: .utf8)
        return try text.split(separator: "\n").map {
            try JSONCoding.decode(AuditEntry.self, from: Data($0.utf8))
        }
    }

    private func line(_ entry: AuditEntry) -> String {
        "\(entry.name ?? "-") \(entry.operation) \(entry.object ?? "-") \(entry.status ?? 0)"
    }

    @Test func writesAreRecordedWithWhoAskedAndWhatCameOfIt() throws {
        let service = try TestService(works: false)
        let open = try service.submit()
        let ann = try service.token("ann", owner: "team", .submit)
        let reader = try service.token("reader", .read)
        let id = try service.submit(as: ann)
        _ = try service.ask("GET", "/v1/jobs/\(id)", as: ann)
        _ = try service.ask("POST", "/v1/jobs/\(id)/cancel", as: reader)
        _ = try service.ask("POST", "/v1/jobs/\(id)/cancel", as: ann)
        _ = try service.ask("DELETE", "/v1/jobs/\(open)", as: ann)
        _ = try service.ask("DELETE", "/v1/jobs/\(id)", as: ann)
        _ = try service.ask("DELETE", "/v1/jobs/\(id)", as: nil)
        let entries = try entries(service)
        #expect(
            entries.map(line) == [
                "- createJob \(open) 201", "ann createJob \(id) 201", "reader cancelJob \(id) 403",
                "ann cancelJob \(id) 202", "ann deleteJob \(open) 404", "ann deleteJob \(id) 204",
            ])
        #expect(entries[1].owner == "team")
        #expect(entries.allSatisfy { $0.peer == "127.0.0.1" })
        #expect(entries[1].token.map { ann.hasPrefix("l2t_\($0)_") } == true)
        let text = try String(contentsOfFile: service.folder + "/audit.jsonl", encoding: .utf8)
        #expect(!text.contains(ann.suffix(80)))
    }

    @Test func anAnswerThatComesLaterIsRecordedToo() throws {
        let service = try TestService()
        let id = try service.finished().id
        _ = try service.post([0xFF, 0xD8], to: "/v1/jobs/\(id)/predictions", ["Content-Type": "image/jpeg"])
        #expect(try entries(service).map(line).last?.hasPrefix("- createPrediction \(id) ") == true)
        #expect(try entries(service).count == 2)
    }

    @Test func aLogThatCannotBeWrittenIsCountedAndTheAnswerComes() throws {
        let service = try TestService(works: false)
        try FileManager.default.createDirectory(
            atPath: service.folder + "/audit.jsonl", withIntermediateDirectories: false)
        _ = try service.submit()
        #expect(try service.get("/metrics").text.contains("l2t_audit_failures_total 1\n"))
    }
}
