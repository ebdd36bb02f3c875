import Foundation
import Specification
import Testing

@Suite struct ComparisonTests {
    private static func document(_ members: String = "", metadata: String = "{}") -> String {
        #"""
        {"specification": {"task": "classification", "training": {"epochs": 2}, "metadata": \#(metadata)},
         "name": "digits", "methods": ["reference", "dfm"], "seeds": 2\#(members)}
        """#
    }

    private static let scores =
        #"{"score_reference": "0.5", "score_dfm": "0.7", "score_brier": "0.6", "score_focal": "0.65", "#
        + #""score_cross_entropy": "0.5"}"#

    private func create(_ service: TestService, _ body: String) throws -> Comparison {
        let reply = try service.post(body, to: "/v1/comparisons")
        #expect(reply.status == 201, "\(reply.text)")
        let comparison = try reply.decode(Comparison.self)
        #expect(reply.fields["location"] == "/v1/comparisons/\(comparison.id)")
        return comparison
    }

    private func jobs(_ service: TestService, of comparison: Comparison) throws -> [Job] {
        let link = try #require(comparison.links["jobs"])
        return try service.get(link).json()["data"]?.items.map {
            try JSONCoding.decode(Job.self, from: JSONCoding.encode($0))
        } ?? []
    }

    @Test func aComparisonIsCreatedWithItsJobsAndFound() throws {
        let service = try TestService(works: false)
        let comparison = try create(service, Self.document())
        #expect(comparison.state == .running)
        #expect(comparison.progress == ComparisonProgress(jobs: 4, states: [.queued: 4]))
        #expect(comparison.table?.rows.map(\.count) == [0, 0])
        let reply = try service.get("/v1/comparisons/\(comparison.id)")
        #expect(reply.fields["content-type"] == "application/json")
        #expect(try reply.decode(Comparison.self) == comparison)
        let jobs = try jobs(service, of: comparison)
        #expect(
            jobs.map(\.name) == [
                "digits · dfm · seed 2", "digits · reference · seed 2", "digits · dfm · seed 1",
                "digits · reference · seed 1",
            ])
        #expect(jobs.allSatisfy { $0.metadata["comparison"] == comparison.id })
    }

    @Test func validationAnswersWithThePlanAndStoresNothing() throws {
        let service = try TestService(works: false)
        let reply = try service.post(Self.document(), to: "/v1/comparisons?validate_only=true")
        #expect(reply.status == 200)
        let plan = try reply.decode(ComparisonPlan.self)
        #expect(plan.count == 4)
        #expect(plan.names.first == "digits · reference · seed 1")
        #expect(plan.specification.specification.training.batchSize == 128)
        #expect(try service.get("/v1/comparisons").json()["data"] == .array([]))
        #expect(try service.get("/v1/jobs").json()["data"] == .array([]))
    }

    @Test func allFaultsComeAtOnce() throws {
        let service = try TestService(works: false)
        let reply = try service.post(
            #"{"specification": {"task": "classification", "colour": 1}, "seeds": 0}"#, to: "/v1/comparisons")
        #expect(reply.status == 422)
        let pointers = try reply.json()["errors"]?.items.compactMap { $0["pointer"]?.stringValue } ?? []
        #expect(Set(pointers) == ["/specification/colour", "/seeds"])
        #expect(try service.post("{", to: "/v1/comparisons").status == 400)
        #expect(try service.ask("POST", "/v1/comparisons", body: "{}").status == 415)
    }

    @Test func aQueueWithoutRoomIsSaid() throws {
        let service = try TestService(works: false, queueLimit: 3)
        let reply = try service.post(Self.document(), to: "/v1/comparisons")
        #expect(reply.status == 429)
        #expect(try reply.json()["type"] == .string("/problems/queue-full"))
        #expect(reply.fields["retry-after"] == "5")
        #expect(try service.get("/v1/jobs").json()["data"] == .array([]))
    }

    @Test func theListIsPaged() throws {
        let service = try TestService(works: false)
        let ids = try (0..<3).map { _ in try create(service, Self.document()).id }
        let first = try service.get("/v1/comparisons?limit=2").json()
        #expect(first["data"]?.items.map { $0["id"]?.stringValue } == [ids[2], ids[1]])
        #expect(first["data"]?.items.allSatisfy { $0["table"] == nil } == true)
        let next = try #require(first["next"]?.stringValue)
        let last = try service.get("/v1/comparisons?limit=2&after=\(next)").json()
        #expect(last["data"]?.items.map { $0["id"]?.stringValue } == [ids[0]])
        #expect(last["has_more"] == .bool(false))
        #expect(try service.get("/v1/comparisons?after=job_01JD2W9Z6Y3M8Q4T5V7X0A1B2C").status == 400)
    }

    /// Follows every job to its end.
    private func finished(_ service: TestService, _ body: String) throws -> Comparison {
        let comparison = try create(service, body)
        for job in try jobs(service, of: comparison) { _ = try service.get("/v1/jobs/\(job.id)/events") }
        return try service.get("/v1/comparisons/\(comparison.id)").decode(Comparison.self)
    }

    @Test func aFinishedComparisonHasItsTableInThreeForms() throws {
        let service = try TestService()
        let comparison = try finished(
            service,
            #"""
            {"specification": {"task": "classification", "training": {"epochs": 1}, "metadata": \#(Self.scores)},
             "methods": ["reference", "best-single", "dfm"], "seeds": [1, 2, 3]}
            """#)
        #expect(comparison.state == .finished)
        #expect(comparison.progress == ComparisonProgress(jobs: 12, states: [.succeeded: 12]))
        let table = try #require(comparison.table)
        #expect(table.rows.map(\.single) == [nil, "focal", nil])
        // The double's scores: those of `scores`, and 0.01 a seed.
        for (row, mean) in zip(table.rows, [0.52, 0.67, 0.72]) {
            #expect(abs(try #require(row.mean) - mean) < 1e-12)
            #expect(row.outcomes.compactMap(\.job).count == 3)
        }
        #expect(abs(try #require(table.rows[2].difference?.mean) - 0.2) < 1e-12)
        #expect(table.rows[2].costRatio == 1)
        let path = "/v1/comparisons/\(comparison.id)"
        let markdown = try service.get(path, ["Accept": "text/markdown"])
        #expect(markdown.fields["content-type"] == "text/markdown; charset=utf-8")
        #expect(markdown.fields["vary"] == "Accept, Accept-Encoding")
        #expect(markdown.text == table.markdown)
        #expect(markdown.text.contains("| best-single (focal) | 3/3 | 0.6700 |"))
        let csv = try service.get(path, ["Accept": "text/csv"])
        #expect(csv.fields["content-type"]?.hasPrefix("text/csv") == true)
        #expect(csv.text == table.csv)
        #expect(try service.get(path, ["Accept": "image/png"]).status == 406)
    }

    @Test func aFailedJobIsShownInTheTable() throws {
        let service = try TestService()
        let comparison = try finished(service, Self.document(metadata: #"{"fail": "diverged"}"#))
        #expect(comparison.state == .finished)
        let table = try #require(comparison.table)
        #expect(table.rows.map(\.count) == [0, 0])
        #expect(table.rows[0].outcomes.map(\.state) == [.failed, .failed])
        #expect(table.rows[0].outcomes[0].reason?.hasPrefix("diverged: The double failed") == true)
    }

    @Test func aComparisonIsCancelledAndThenDeletedWithItsJobs() throws {
        let service = try TestService()
        let comparison = try create(service, Self.document(metadata: #"{"hold_after": "1"}"#))
        let path = "/v1/comparisons/\(comparison.id)"
        let ids = try jobs(service, of: comparison).map(\.id)
        #expect(try service.ask("DELETE", path).status == 409)
        let cancelled = try service.ask("POST", "\(path)/cancel")
        #expect(cancelled.status == 202)
        #expect(try cancelled.decode(Comparison.self).progress.states["queued"] == nil)
        for id in ids { _ = try service.get("/v1/jobs/\(id)/events") }
        let ended = try service.get(path).decode(Comparison.self)
        #expect(ended.state == .finished)
        #expect(ended.progress.states == ["cancelled": 4])
        let again = try service.ask("POST", "\(path)/cancel")
        #expect(again.status == 409)
        #expect(
            try again.json()["detail"]
                == .string("Cannot cancel the comparison: all its jobs have ended."))
        #expect(try service.ask("DELETE", path).status == 204)
        for id in ids {
            #expect(try service.get("/v1/jobs/\(id)").status == 404)
            #expect(!FileManager.default.fileExists(atPath: "\(service.folder)/jobs/\(id)"))
        }
        for reply in [
            try service.get(path), try service.ask("DELETE", path), try service.ask("POST", "\(path)/cancel"),
        ] {
            #expect(reply.status == 404)
            #expect(try reply.json()["type"] == .string("/problems/unknown-comparison"))
        }
    }

    @Test func aServiceThatStopsTakesNoComparison() throws {
        let service = try TestService(works: false)
        service.readiness.withdraw(because: "The service stops.")
        #expect(try service.post(Self.document(), to: "/v1/comparisons").status == 503)
        #expect(
            try service.post(Self.document(), to: "/v1/comparisons?validate_only=true").status == 200)
    }
}
