import Foundation
import Specification
import Testing

@testable import Jobs

@Suite struct AuditLogTests {
    private let folder = TestFolder()
    private var path: String { folder.path + "/audit.jsonl" }

    private static func entry(_ object: String) -> AuditEntry {
        AuditEntry(
            time: testTime, token: .make(TokenSecret { 1 }, name: "ci", owner: "team"), peer: "192.0.2.1",
            operation: "createJob", object: object, status: 201)
    }

    private func objects(_ path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap {
            try JSONCoding.decode(AuditEntry.self, from: Data($0.utf8)).object
        }
    }

    @Test func anEntryIsOneLineAndHasNoSecret() throws {
        try AuditLog(path: path).record(Self.entry("job_1"))
        #expect(
            try String(contentsOfFile: path, encoding: .utf8) == """
                {"name":"ci","object":"job_1","operation":"createJob","owner":"team","peer":"192.0.2.1",\
                "status":201,"time":"2025-06-15T15:06:40.000Z","token":"0101010101"}

                """)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func aLineBreakInAnIDEndsNoLine() throws {
        try AuditLog(path: path).record(Self.entry("a\n{\"forged\": true}\u{2028}\r"))
        #expect(try objects(path) == ["a\n{\"forged\": true}\u{2028}\r"])
    }

    @Test func linesOfManyWritersAreWhole() throws {
        let logs = [AuditLog(path: path), AuditLog(path: path, limit: nil)]
        DispatchQueue.concurrentPerform(iterations: 400) { number in
            try? logs[number % 2].record(Self.entry("job_\(number)"))
        }
        #expect(try Set(objects(path)) == Set((0..<400).map { "job_\($0)" }))
    }

    @Test func aFullFileIsMovedAwayAndTheOldestGoes() throws {
        let log = AuditLog(path: path, limit: 600, kept: 2)
        for number in 1...12 { try log.record(Self.entry("job_\(number + 10)")) }
        let files = ["", ".1", ".2"].map { path + $0 }
        let kept = try files.reversed().flatMap(objects)
        #expect(kept == (4...12).map { "job_\($0 + 10)" })
        #expect(!FileManager.default.fileExists(atPath: path + ".3"))
        for file in files {
            let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
            #expect(try #require(size) <= 600)
        }
    }

    @Test func aFileThatOthersMoveOrTruncateGoesOn() throws {
        let log = AuditLog(path: path)
        try log.record(Self.entry("job_1"))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
        try log.record(Self.entry("job_2"))
        #expect(try objects(path) == ["job_2"])
        #expect(truncate(path, 0) == 0)
        try log.record(Self.entry("job_3"))
        #expect(try objects(path) == ["job_3"])
    }

    @Test func aLineThatAFullDiskCutSpoilsNoOther() throws {
        try Data(#"{"time":"20"#.utf8).write(to: URL(filePath: path))
        try AuditLog(path: path).record(Self.entry("job_1"))
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.first == #"{"time":"20"#)
        #expect(lines.count == 2)
    }

    @Test func whatCannotBeWrittenIsSaid() throws {
        let missing = folder.path + "/missing/audit.jsonl"
        #expect(throws: JobsError.auditFailed(path: missing, reason: "No such file or directory")) {
            try AuditLog(path: missing).record(Self.entry("job_1"))
        }
        #expect(throws: JobsError.auditFailed(path: "/dev/full", reason: "No space left on device")) {
            try AuditLog(path: "/dev/full").record(Self.entry("job_1"))
        }
    }
}
