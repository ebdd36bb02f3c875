import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import HTTPAPI

/// Teachers by name; the engine's double leaves one where it is told to.
@Suite struct TeacherTests {
    private let service: TestService
    private let job: String

    init() throws {
        service = try TestService()
        job = try service.finished(epochs: 2, ["teacher": "1"]).id
    }

    private func put(_ name: String, _ body: String) throws -> Reply {
        try service.ask("PUT", "/v1/teachers/\(name)", ["Content-Type": "application/json"], body: body)
    }

    private func kind(_ reply: Reply) throws -> String? {
        try reply.json()["type"]?.stringValue.map { String($0.dropFirst("/problems/".count)) }
    }

    @Test func aTeacherIsSavedListedReadFetchedAndDeleted() throws {
        let made = try put("good", #"{"job": "\#(job)"}"#)
        #expect(made.status == 201, "\(made.text)")
        #expect(made.fields["location"] == "/v1/teachers/good")
        let teacher = try made.decode(SavedTeacher.self)
        #expect(teacher.job == job && teacher.metrics == ["brier", "cross_entropy", "focal"])
        #expect(try service.get("/v1/teachers/good").decode(SavedTeacher.self) == teacher)
        #expect(try service.get("/v1/teachers").json()["data"]?.items.count == 1)

        let file = try service.get("/v1/teachers/good/teacher.safetensors")
        #expect(file.status == 200 && file.text == "teacher of \(job)")
        #expect(file.body.count == teacher.size)
        #expect(file.fields["etag"] == "\"\(teacher.sha256)\"")
        let part = try service.get("/v1/teachers/good/teacher.safetensors", ["Range": "bytes=0-6"])
        #expect(part.status == 206 && part.text == "teacher")

        #expect(try service.ask("DELETE", "/v1/teachers/good").status == 204)
        for target in ["/v1/teachers/good", "/v1/teachers/good/teacher.safetensors"] {
            let gone = try service.get(target)
            #expect(gone.status == 404)
            #expect(try kind(gone) == "unknown-teacher")
        }
        #expect(try service.get("/v1/teachers").json()["data"]?.items.isEmpty == true)
    }

    @Test func whatCannotBeSavedIsAProblem() throws {
        let unfinished = try service.submit(epochs: 2, ["hold_after": "1"])
        let without = job.replacing("job_", with: "job_X")
        for (name, body, status, expected) in [
            ("a", #"{"job": "\#(unfinished)"}"#, 409, "not-allowed-in-state"),
            ("a", #"{"job": "\#(without)"}"#, 404, "unknown-job"),
            ("a", #"{"jobs": "x"}"#, 422, "invalid-specification"), ("a", "{", 400, "invalid-json"),
            (".a", #"{"job": "\#(job)"}"#, 400, "bad-request"),
            ("job_a", #"{"job": "\#(job)"}"#, 400, "bad-request"),
        ] {
            let reply = try put(name, body)
            #expect(reply.status == status, "\(reply.text)")
            #expect(try kind(reply) == expected, "\(reply.text)")
        }
        #expect(try service.ask("PUT", "/v1/teachers/a", body: "{}").status == 415)
        #expect(try put("a", #"{"job": "\#(job)"}"#).status == 201)
        #expect(try kind(put("a", #"{"job": "\#(job)"}"#)) == "name-taken")
        _ = try service.ask("POST", "/v1/jobs/\(unfinished)/cancel")
        _ = try service.get("/v1/jobs/\(unfinished)/events")
        let plain = try service.finished(epochs: 1).id
        let reply = try put("b", #"{"job": "\#(plain)"}"#)
        #expect(reply.status == 422)
        #expect(try kind(reply) == "invalid-teacher")
    }

    @Test func aJobStartsFromATeacherByNameOrByJob() throws {
        #expect(try put("good", #"{"job": "\#(job)"}"#).status == 201)
        for from in ["good", job] {
            let reply = try service.post(
                #"{"task": "classification", "training": {"epochs": 1}, "teaching": "#
                    + #"{"teacher": {"from": "\#(from)", "frozen": true}}}"#)
            #expect(reply.status == 201, "\(reply.text)")
            let made = try reply.decode(Job.self)
            #expect(made.specification.teaching.teacher.from == from)
            #expect(made.specification.teaching.teacher.frozen)
            let events = try service.get("/v1/jobs/\(made.id)/events").text
            #expect(events.contains("starts from the teacher of \(job)"))
            #expect(events.contains("succeeded"))
        }
    }

    @Test func aTeacherThatDoesNotFitIsRefusedBeforeTheJobIsTaken() throws {
        #expect(try put("good", #"{"job": "\#(job)"}"#).status == 201)
        let before = try service.get("/v1/jobs").text
        for (teaching, pointer) in [
            (#"{"metrics": ["focal"], "teacher": {"from": "good"}}"#, "/teaching/teacher/from"),
            (#"{"method": "uniform", "teacher": {"from": "good"}}"#, "/teaching/teacher/from"),
            (#"{"teacher": {"from": "good", "hidden": 3}}"#, "/teaching/teacher/hidden"),
            (#"{"teacher": {"from": "better"}}"#, "/teaching/teacher/from"),
            (#"{"teacher": {"frozen": true}}"#, "/teaching/teacher/frozen"),
        ] {
            let reply = try service.post(#"{"task": "classification", "teaching": \#(teaching)}"#)
            #expect(reply.status == 422)
            #expect(try reply.json()["errors"]?.items.first?["pointer"]?.stringValue == pointer)
        }
        #expect(try service.get("/v1/jobs").text == before)
    }
}
