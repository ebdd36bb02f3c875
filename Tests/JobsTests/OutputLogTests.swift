import Foundation
import Specification
import Testing

@testable import Jobs

@Suite struct OutputLogTests {
    private func take(_ log: inout OutputLog) -> String? {
        defer { log.discardWaiting() }
        return log.waiting
    }

    @Test func wholeLinesAreTakenAndTheRestWaits() {
        var log = OutputLog()
        log.append(Array("one\ntwo\nthr".utf8))
        #expect(take(&log) == "one\ntwo")
        #expect(take(&log) == nil)
        log.append(Array("ee\n".utf8))
        #expect(take(&log) == "three")
        log.append(Array("four".utf8))
        #expect(take(&log) == nil)
        log.close()
        #expect(take(&log) == "four")
        #expect(take(&log) == nil)
    }

    @Test func aLineWithoutAnEndDoesNotWaitForEver() {
        var log = OutputLog()
        log.append([UInt8](repeating: UInt8(ascii: "x"), count: 5000))
        #expect(take(&log)?.count == 5000)
    }

    @Test func whatIsBeyondTheLimitIsDroppedAndSaidOnce() {
        var log = OutputLog()
        var taken = ""
        for _ in 0..<100 {
            log.append([UInt8](repeating: UInt8(ascii: "x"), count: 1000))
            if let text = take(&log) { taken += text }
        }
        log.close()
        if let text = take(&log) { taken += text }
        #expect(taken.filter { $0 == "x" }.count == OutputLog.limit)
        #expect(taken.components(separatedBy: OutputLog.note).count == 2)
        #expect(taken.hasSuffix("\n" + OutputLog.note))
    }

    @Test func whatIsNotTakenComesAgain() {
        var log = OutputLog()
        log.append(Array("one\n".utf8))
        #expect(log.waiting == "one")
        log.append(Array("two\n".utf8))
        #expect(take(&log) == "one\ntwo")
    }
}

/// What engine processes write to their standard error, in the log of their job.
@Suite(.serialized) struct EngineOutputTests {
    private struct Line: Decodable {
        var attempt: Int
        var message: String
        var source: String
    }

    private func log(of job: Job, _ test: TestService) throws -> [Line] {
        try test.service.events(job.id, kinds: [.log], after: 0, limit: 1000).map {
            try JSONCoding.decode(Line.self, from: JSONCoding.encode($0.data))
        }
    }

    @Test func outputStandsInTheLogBeforeTheEnd() async throws {
        try await TestService().run { test in
            let job = try await test.end(of: test.submit(["output": "a library warns"]))
            #expect(job.state == .succeeded)
            let lines = try log(of: job, test)
            #expect(lines.map(\.message) == ["a library warns"])
            #expect(lines.map(\.source) == ["output"])
            #expect(lines.map(\.attempt) == [1])
        }
    }

    @Test func theLastWordsOfACrashStandInTheLogOfTheirAttempt() async throws {
        try await TestService().run { test in
            let job = try await test.end(
                of: test.submit(["crash_after": "1", "crash_attempts": "1"]))
            let lines = try log(of: job, test)
            #expect(lines.map(\.message) == ["the double crashes after epoch 1"])
            #expect(lines.map(\.attempt) == [1])
        }
    }

    @Test func aChattyEngineFillsNoDisk() async throws {
        try await TestService().run { test in
            let line = String(repeating: "x", count: 99)
            let job = try await test.end(of: test.submit(["output": line, "output_lines": "3000"]))
            #expect(job.state == .succeeded)
            let text = try log(of: job, test).map(\.message).joined(separator: "\n")
            #expect(text.utf8.count <= OutputLog.limit + OutputLog.note.utf8.count + 2)
            #expect(text.hasSuffix(OutputLog.note))
        }
    }

    @Test func aLogThatCannotBeStoredCostsNoAttempt() async throws {
        let test = try TestService(wrapping: { store in
            FailingStore(store, times: 3) { if case .log = $0 { true } else { false } }
        })
        try await test.run { test in
            let job = try await test.end(
                of: test.submit(["output": "hello", "hold_after": "1"], maxSeconds: 0.5))
            #expect(job.attempts.map(\.outcome) == [.failed])
            #expect(try log(of: job, test).map(\.message) == ["hello"])
        }
    }
}
