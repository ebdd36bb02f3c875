import Foundation
import Specification
import Testing

@Suite struct JobOperationsTests {
    @Test func aJobIsCreatedAndFound() throws {
        let service = try TestService(works: false)
        let reply = try service.post(
            #"{"task": "classification", "name": "first", "metadata": {"team_a": "x"}}"#)
        #expect(reply.status == 201)
        #expect(reply.fields["content-type"] == "application/json")
        let job = try reply.decode(Job.self)
        #expect(reply.fields["location"] == "/v1/jobs/\(job.id)")
        #expect(job.state == .queued)
        #expect(job.metadata == ["team_a": "x"])
        #expect(try service.get("/v1/jobs/\(job.id)").decode(Job.self) == job)
    }

    @Test func validationAnswersWithDefaultsAndStoresNothing() throws {
        let service = try TestService(works: false)
        let reply = try service.post(#"{"task": "classification"}"#, to: "/v1/jobs?validate_only=true")
        #expect(reply.status == 200)
        #expect(try reply.decode(JobSpecification.self).training.epochs == 20)
        #expect(try service.get("/v1/jobs").json()["data"] == .array([]))
    }

    @Test func allFaultsOfABodyComeAtOnce() throws {
        let service = try TestService(works: false)
        let reply = try service.post(#"{"task": "classification", "colour": 1, "training": {"epochs": 0}}"#)
        #expect(reply.status == 422)
        #expect(reply.fields["content-type"] == "application/problem+json")
        let problem = try reply.json()
        #expect(problem["type"] == .string("/problems/invalid-specification"))
        #expect(problem["instance"] == .string("/v1/jobs"))
        #expect(
            Set(problem["errors"]?.items.compactMap { $0["pointer"]?.stringValue } ?? [])
                == ["/colour", "/training/epochs"])
    }

    @Test func whatIsNoJSONIsSaid() throws {
        let service = try TestService(works: false)
        let broken = try service.post("{")
        #expect(broken.status == 400)
        #expect(try broken.json()["type"] == .string("/problems/invalid-json"))
        let text = try service.ask("POST", "/v1/jobs", ["Content-Type": "text/plain"], body: "{}")
        #expect(text.status == 415)
        #expect(
            try text.json()["detail"] == .string("Content-Type is 'text/plain'; application/json is allowed.")
        )
        #expect(try service.ask("POST", "/v1/jobs", body: "{}").status == 415)
    }

    @Test func sizeAndDepthOfABodyAreLimited() throws {
        let service = try TestService(works: false)
        let long = #"{"task": "classification"}"# + String(repeating: " ", count: (1 << 20) - 26)
        #expect(try service.post(long, to: "/v1/jobs?validate_only=true").status == 200)
        let longer = try service.post(long + " ")
        #expect(longer.status == 413)
        #expect(try longer.json()["type"] == .string("/problems/content-too-large"))
        func nested(_ depth: Int) -> String {
            #"{"task": "classification", "dataset": "#
                + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
        }
        // As deep as may be: JSON, though no data set.
        #expect(try service.post(nested(32)).status == 422)
        let deeper = try service.post(nested(33))
        #expect(deeper.status == 400)
        #expect(try deeper.json()["type"] == .string("/problems/invalid-json"))
    }

    @Test func theListIsNewestFirstAndGoesOnAfterItsCursor() throws {
        let service = try TestService(works: false)
        let ids = try (0..<5).map { try service.submit(["number": String($0)]) }
        var seen: [String] = []
        var target = "/v1/jobs?limit=2"
        while true {
            let page = try service.get(target).json()
            seen += page["data"]?.items.compactMap { $0["id"]?.stringValue } ?? []
            guard let next = page["next"]?.stringValue else {
                #expect(page["has_more"] == .bool(false))
                break
            }
            #expect(page["has_more"] == .bool(true))
            target = "/v1/jobs?limit=2&after=\(next)"
        }
        #expect(seen == ids.reversed())
    }

    @Test func theListIsFiltered() throws {
        let service = try TestService(works: false)
        let wanted = try service.submit(["team": "a b", "kind": "x"])
        _ = try service.submit(["team": "c", "kind": "x"])
        func ids(_ query: String) throws -> [String?] {
            try service.get("/v1/jobs?\(query)").json()["data"]?.items.map { $0["id"]?.stringValue } ?? []
        }
        #expect(try ids("metadata[team]=a+b") == [wanted])
        #expect(
            try ids("metadata%5Bteam%5D=a%20b&metadata[kind]=x&state=queued&task=classification") == [wanted])
        #expect(try ids("metadata[kind]=x").count == 2)
        #expect(try ids("metadata[team]=b").isEmpty)
        #expect(try ids("state=running").isEmpty)
    }

    @Test(arguments: [
        ("limit=0", "limit"), ("limit=101", "limit"), ("limit=", "limit"), ("state=done", "state"),
        ("after=x", "after"),
        ("colour=red", "colour"), ("limit=1&limit=2", "limit"),
    ])
    func aWrongQueryIsSaid(_ query: String, _ name: String) throws {
        let service = try TestService(works: false)
        let reply = try service.get("/v1/jobs?\(query)")
        #expect(reply.status == 400)
        #expect(try reply.json()["type"] == .string("/problems/invalid-parameter"))
        #expect(try reply.json()["detail"]?.stringValue?.contains("'\(name)'") == true)
    }

    @Test func aFullQueueIsSaid() throws {
        let service = try TestService(works: false, queueLimit: 1)
        _ = try service.submit()
        let reply = try service.post(#"{"task": "classification"}"#)
        #expect(reply.status == 429)
        #expect(reply.fields["retry-after"].flatMap { Int($0) } ?? 0 > 0)
    }

    @Test func aJobIsCancelledOnceAndThenDeleted() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        #expect(try service.ask("DELETE", "/v1/jobs/\(id)").status == 409)
        let cancelled = try service.ask("POST", "/v1/jobs/\(id)/cancel")
        #expect(cancelled.status == 202)
        #expect(try cancelled.decode(Job.self).state == .cancelled)
        let again = try service.ask("POST", "/v1/jobs/\(id)/cancel")
        #expect(again.status == 409)
        #expect(try again.json()["detail"]?.stringValue?.contains("'cancelled'") == true)
        #expect(try service.ask("DELETE", "/v1/jobs/\(id)").status == 204)
        for path in ["", "/epochs", "/events", "/artifacts", "/artifacts/x"] {
            let reply = try service.get("/v1/jobs/\(id)\(path)")
            #expect(reply.status == 404)
            #expect(try reply.json()["type"] == .string("/problems/unknown-job"))
        }
    }

    @Test func aRunningJobIsCancelledWithACheckpoint() throws {
        let service = try TestService()
        let id = try service.submit(epochs: 10, ["hold_after": "2"])
        let client = try Client(port: service.port)
        var text = try client.follow(id, until: "\"checkpoint-2")
        #expect(try service.ask("POST", "/v1/jobs/\(id)/cancel").status == 202)
        text += try client.text()
        #expect(text.contains("\"type\":\"end\""))
        #expect(try service.get("/v1/jobs/\(id)").decode(Job.self).state == .cancelled)
    }

    @Test func unknownPathsAndMethodsAreProblems() throws {
        let service = try TestService(works: false)
        let path = try service.get("/v1/nothing")
        #expect(path.status == 404)
        #expect(try path.json()["type"] == .string("/problems/not-found"))
        let method = try service.ask("PUT", "/v1/jobs")
        #expect(method.status == 405)
        #expect(method.fields["allow"]?.contains("POST") == true)
        #expect(method.fields["content-type"] == "application/problem+json")
    }
}
