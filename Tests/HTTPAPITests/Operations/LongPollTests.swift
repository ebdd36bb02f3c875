import Foundation
import Specification
import Testing

@Suite struct LongPollTests {
    @Test func aTagSavesTheBody() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        let first = try service.get("/v1/jobs/\(id)")
        let tag = try #require(first.fields["etag"])
        let second = try service.get("/v1/jobs/\(id)", ["If-None-Match": tag])
        #expect(second.status == 304)
        #expect(second.fields["etag"] == tag)
        _ = try service.ask("POST", "/v1/jobs/\(id)/cancel")
        let third = try service.get("/v1/jobs/\(id)", ["If-None-Match": tag])
        #expect(third.status == 200)
        #expect(third.fields["etag"] != tag)
    }

    @Test func aWaitingClientHearsOfTheChange() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        let tag = try #require(try service.get("/v1/jobs/\(id)").fields["etag"])
        let waiting = try (0..<8).map { _ in
            let client = try Client(port: service.port)
            try client.send("GET", "/v1/jobs/\(id)", ["Prefer": "wait=60", "If-None-Match": tag])
            return client
        }
        _ = try service.ask("POST", "/v1/jobs/\(id)/cancel")
        for client in waiting {
            let reply = try client.reply()
            #expect(reply.status == 200)
            #expect(reply.fields["preference-applied"] == "wait=60")
            #expect(try reply.decode(Job.self).state == .cancelled)
        }
    }

    @Test func withoutATagTheNextChangeIsAwaited() throws {
        let service = try TestService()
        let id = try service.submit(epochs: 100, ["epoch_ms": "50"])
        var tags: Set<String> = []
        for _ in 0..<5 {
            let reply = try service.get("/v1/jobs/\(id)", ["Prefer": "wait=60"])
            #expect(reply.status == 200)
            tags.insert(reply.fields["etag"] ?? "")
        }
        #expect(tags.count == 5)
    }

    @Test func anOldTagIsAnsweredAtOnce() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        let reply = try service.get("/v1/jobs/\(id)", ["Prefer": "wait=60", "If-None-Match": "\"v0\""])
        #expect(reply.status == 200)
    }

    @Test func aWaitEndsWithoutNews() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        let tag = try #require(try service.get("/v1/jobs/\(id)").fields["etag"])
        let reply = try service.get("/v1/jobs/\(id)", ["Prefer": "wait=1", "If-None-Match": tag])
        #expect(reply.status == 304)
        #expect(reply.fields["preference-applied"] == "wait=1")
        #expect(try service.get("/v1/jobs/\(id)", ["Prefer": "wait=1"]).status == 200)
    }

    @Test func aJobThatHasEndedIsAnsweredAtOnce() throws {
        let service = try TestService()
        let id = try service.finished(epochs: 1).id
        let reply = try service.get("/v1/jobs/\(id)", ["Prefer": "wait=60"])
        #expect(try reply.decode(Job.self).state == .succeeded)
    }
}
