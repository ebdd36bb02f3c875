import Foundation
import ServiceTestSupport
import Testing

@testable import Specification

@Suite struct EngineProtocolTests {
    @Test func messagesSurviveTheirLine() throws {
        let messages: [EngineMessage] = [
            .ready, .started(resumedFromEpoch: nil), .started(resumedFromEpoch: 3), .heartbeat,
            .log(message: "two\nlines"), .stopped(epoch: 4),
            .failed(JobFailure(kind: .diverged, detail: "NaN")),
            .file(
                EngineFile(name: "student.safetensors", kind: .student, mediaType: "application/octet-stream")
            ),
        ]
        for message in messages {
            let line = try JSONCoding.encodeLine(message)
            #expect(line.last == UInt8(ascii: "\n"))
            #expect(line.dropLast().allSatisfy { $0 != UInt8(ascii: "\n") })
            #expect(try JSONCoding.decode(EngineMessage.self, from: line) == message)
        }
    }

    @Test func commandsSurviveTheirLine() throws {
        let document = try JSONValue(parsing: #"{"task": "classification", "metadata": {"snake_key": "v"}}"#)
        let specification = try SpecificationReader(catalogue: .make()).read(document)
        let command = EngineCommand.run(
            EngineAssignment(
                job: "job_1", attempt: 1, specification: specification, directory: "/tmp", dataRoot: nil,
                threads: 2))
        #expect(try JSONCoding.decode(EngineCommand.self, from: JSONCoding.encodeLine(command)) == command)
        #expect(specification.metadata == ["snake_key": "v"])
    }

    @Test func inspectionsSurviveTheirLine() throws {
        let request = InspectionRequest(script: "/tmp/a.pt", name: "mine")
        #expect(
            try JSONCoding.decode(InspectionRequest.self, from: JSONCoding.encodeLine(request)) == request)
        for reply in [
            InspectionReply.script(ScriptFacts(parameters: 3, statistics: 1)), .refused(detail: "no"),
        ] {
            #expect(try JSONCoding.decode(InspectionReply.self, from: JSONCoding.encodeLine(reply)) == reply)
        }
    }

    @Test func timesAreUTCWithMilliseconds() throws {
        let text = "2026-11-23T10:20:30.123Z"
        let date = try #require(Timestamp.date(text))
        #expect(Timestamp.text(date) == text)
        #expect(Timestamp.text(Date(timeIntervalSince1970: 0)) == "1970-01-01T00:00:00.000Z")
    }
}
