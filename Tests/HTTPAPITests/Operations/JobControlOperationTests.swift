import Foundation
import Specification
import Testing

@Suite struct JobControlOperationTests {
    @Test func aJobIsPausedAndResumed() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        let paused = try service.ask("POST", "/v1/jobs/\(id)/pause")
        #expect(paused.status == 202)
        #expect(try paused.decode(Job.self).state == .paused)
        #expect(try service.get("/v1/jobs?state=paused").json()["data"]?.items.count == 1)
        let again = try service.ask("POST", "/v1/jobs/\(id)/pause")
        #expect(again.status == 409)
        #expect(try again.json()["type"] == .string("/problems/not-allowed-in-state"))
        #expect(
            try again.json()["detail"]
                == .string("Cannot pause the job: its state is 'paused'."))
        let resumed = try service.ask("POST", "/v1/jobs/\(id)/resume")
        #expect(resumed.status == 202)
        #expect(try resumed.decode(Job.self).state == .queued)
        #expect(try service.ask("POST", "/v1/jobs/\(id)/resume").status == 409)
    }

    @Test func aRunningJobIsPausedAndGoesOn() throws {
        let service = try TestService()
        let id = try service.submit(epochs: 4, ["hold_after": "2"])
        let client = try Client(port: service.port)
        var text = try client.follow(id, until: "\"checkpoint-2")
        #expect(try service.ask("POST", "/v1/jobs/\(id)/pause").decode(Job.self).state == .pausing)
        text += try client.text(until: "\"state\":\"paused\"")
        #expect(try service.ask("POST", "/v1/jobs/\(id)/resume").status == 202)
        // The stream that was open all the time tells the rest.
        text += try client.text(until: "\"type\":\"end\"")
        #expect(text.contains("\"resumed_from_epoch\":2"))
        #expect(try service.get("/v1/jobs/\(id)").decode(Job.self).state == .succeeded)
    }

    @Test func aRetryIsANewJob() throws {
        let service = try TestService(works: false)
        let id = try service.submit(["team": "x"])
        #expect(try service.ask("POST", "/v1/jobs/\(id)/retry").status == 409)
        _ = try service.ask("POST", "/v1/jobs/\(id)/cancel")
        let reply = try service.ask("POST", "/v1/jobs/\(id)/retry")
        #expect(reply.status == 202)
        let job = try reply.decode(Job.self)
        #expect(reply.fields["location"] == "/v1/jobs/\(job.id)")
        #expect(job.id != id)
        #expect(job.retryOf == id)
        #expect(job.state == .queued)
        #expect(job.metadata == ["team": "x"])
        #expect(try service.get("/v1/jobs/\(job.id)").decode(Job.self) == job)
        #expect(try service.get("/v1/jobs/\(id)").decode(Job.self).state == .cancelled)
    }

    @Test func aRetriedJobIsItsOwnersWhoeverRetriesIt() throws {
        let service = try TestService(works: false)
        let ann = try service.token("ann", .submit)
        let admin = try service.token("root", .admin)
        func ask(_ method: String, _ target: String, _ token: String, body: String? = nil) throws -> Reply {
            try service.ask(
                method, target,
                ["Content-Type": "application/json", "Authorization": "Bearer \(token)"], body: body)
        }
        let id = try ask("POST", "/v1/jobs", ann, body: #"{"task": "classification"}"#).decode(Job.self).id
        _ = try ask("POST", "/v1/jobs/\(id)/cancel", ann)
        let job = try ask("POST", "/v1/jobs/\(id)/retry", admin).decode(Job.self)
        #expect(job.owner == "ann")
        #expect(try ask("GET", "/v1/jobs/\(job.id)", ann).status == 200)
    }

    @Test func aFullQueueTakesNoResumedAndNoRetriedJob() throws {
        let service = try TestService(works: false, queueLimit: 1)
        let paused = try service.submit()
        _ = try service.ask("POST", "/v1/jobs/\(paused)/pause")
        let cancelled = try service.submit()
        _ = try service.ask("POST", "/v1/jobs/\(cancelled)/cancel")
        _ = try service.submit()
        for target in ["\(paused)/resume", "\(cancelled)/retry"] {
            let reply = try service.ask("POST", "/v1/jobs/\(target)")
            #expect(reply.status == 429)
            #expect(reply.fields["retry-after"] != nil)
        }
    }

    @Test func whatIsUnknownOrStoppingIsSaid() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        for action in ["pause", "resume", "retry"] {
            let reply = try service.ask("POST", "/v1/jobs/job_01JD2W9Z6Y3M8Q4T5V7X0A1B2C/\(action)")
            #expect(reply.status == 404)
            #expect(try reply.json()["type"] == .string("/problems/unknown-job"))
            #expect(try service.ask("POST", "/v1/jobs/\(id)/\(action)?x=1").status == 400)
            #expect(try service.get("/v1/jobs/\(id)/\(action)").status == 405)
        }
        service.readiness.withdraw(because: "The service is stopping.")
        for action in ["resume", "retry"] {
            #expect(try service.ask("POST", "/v1/jobs/\(id)/\(action)").status == 503)
        }
    }

    @Test func aDeletedJobsStreamEndsInOrder() throws {
        let service = try TestService()
        let (id, events) = try service.finished(epochs: 1500)
        // A reader that is not at the end yet: the buffers of both sides hold less than there is.
        let client = try Client(port: service.port)
        try client.send("GET", "/v1/jobs/\(id)/events")
        #expect(try client.head().status == 200)
        _ = try client.chunk()
        #expect(try service.ask("DELETE", "/v1/jobs/\(id)").status == 204)
        // Ends with the last chunk of the encoding, or this throws.
        let text = try client.text()
        #expect(text.components(separatedBy: "\n").count < events.count)
        #expect(!text.contains("\"type\":\"end\""))
    }
}
