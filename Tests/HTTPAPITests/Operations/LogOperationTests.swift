import Foundation
import Specification
import Testing

@testable import HTTPAPI

@Suite struct LogOperationTests {
    /// Without the times, which are checked.
    private func words(_ text: String) throws -> [String] {
        try text.split(separator: "\n").map { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            _ = try #require(Timestamp.date(String(parts[0])), "\(line)")
            return String(parts[1])
        }
    }

    @Test func aLogTellsStatesAndOutput() throws {
        let service = try TestService()
        let (id, _) = try service.finished(
            epochs: 3, ["output": "a \u{1B}[31mlibrary\u{7} warns", "fail": "invalid", "fail_after": "2"])
        let reply = try service.get("/v1/jobs/\(id)/logs")
        #expect(reply.status == 200)
        #expect(reply.fields["content-type"] == "text/plain; charset=utf-8")
        let lines = try words(reply.text)
        #expect(lines.contains("output a \u{FFFD}[31mlibrary\u{FFFD} warns"))
        #expect(
            lines.filter { !$0.hasPrefix("output") } == [
                "state queued", "state starting, attempt 1", "state running, attempt 1",
                "state failed, attempt 1: The double failed after epoch 2, as it was told.",
            ])
    }

    @Test func aFollowedLogGoesOnUntilTheEnd() throws {
        let service = try TestService()
        let id = try service.submit(epochs: 3, ["hold_after": "1", "output": "hello"])
        let client = try Client(port: service.port)
        try client.send("GET", "/v1/jobs/\(id)/logs?follow=true")
        #expect(try client.head().status == 200)
        var text = try client.text(until: "output hello")
        // As it is now: it does not wait.
        #expect(try words(service.get("/v1/jobs/\(id)/logs").text).contains("output hello"))
        _ = try service.ask("POST", "/v1/jobs/\(id)/cancel")
        text += try client.text()
        #expect(
            try words(text).last == "state cancelled, attempt 1: The job was cancelled; saved after epoch 1.")
    }

    /// Each line gets its time and source: together they are a megabyte, in one record.
    @Test func aLogOfManyShortLinesArrivesWhole() throws {
        let service = try TestService(works: false)
        let (id, attempt) = try service.running()
        try service.log(String(repeating: "x\n", count: 30_000) + "x", by: attempt)
        try service.fail(attempt)
        let reply = try service.get("/v1/jobs/\(id)/logs")
        #expect(reply.body.count > 1_000_000)
        #expect(reply.text.components(separatedBy: " output x\n").count == 30_002)
        #expect(reply.text.hasSuffix(" state failed, attempt 1: It is wrong.\n"))
    }

    @Test func aLogSaysWhatItCannotDo() throws {
        let service = try TestService(works: false)
        let id = try service.submit()
        #expect(try service.get("/v1/jobs/\(id)/logs", ["Accept": "application/json"]).status == 406)
        #expect(try service.get("/v1/jobs/\(id)/logs?follow=maybe").status == 400)
        #expect(try service.get("/v1/jobs/\(id)/logs?after=1").status == 400)
        #expect(try service.get("/v1/jobs/job_01JD2W9Z6Y3M8Q4T5V7X0A1B2C/logs").status == 404)
    }

    @Test func everyLineOfAMessageHasItsTime() {
        let time = Date(timeIntervalSince1970: 1_750_000_000)
        let event = JobEvent(
            id: 1, type: .log, time: time,
            data: .object([
                "attempt": .integer(1), "message": .string("one\r\ntwo\rthree\tx\n"),
                "source": .string("output"),
            ]))
        let start = "2025-06-15T15:06:40.000Z output "
        #expect(
            LogText.lines(of: event) == ["one", "two", "three\tx", ""].map { start + $0 + "\n" }.joined())
        // Events that were stored before there was a source.
        let old = JobEvent(id: 2, type: .log, time: time, data: .object(["message": .string("x")]))
        #expect(LogText.lines(of: old) == "2025-06-15T15:06:40.000Z engine x\n")
        #expect(LogText.lines(of: JobEvent(id: 3, type: .epoch, time: time, data: .object([:]))).isEmpty)
    }
}
