import Foundation
import Specification
import Testing

@testable import Jobs

/// Looked at from a process of its own, where nothing else opens descriptors or starts children.
@Suite struct ProcessHygieneTests {
    @Test func twoHundredJobsLeaveNoProcessAndNoDescriptor() async {
        await #expect(processExitsWith: .success) {
            let before = channels()
            let test = try TestService(configure: { $0.slots = 2 })
            try test.service.start()
            _ = try await test.end(of: test.submit(epochs: 1))
            let start = ContinuousClock.now
            let jobs = try (0..<200).map { number in
                try test.submit(
                    epochs: 1, number % 10 == 0 ? ["crash_after": "1", "crash_attempts": "1"] : [:])
            }
            for job in jobs { #expect(try await test.end(of: job).state == .succeeded) }
            let seconds = start.duration(to: .now) / .seconds(1)
            test.service.stop(grace: .seconds(5))
            FileHandle.standardError.write(Data("200 jobs with processes: \(seconds) s\n".utf8))
            #expect(test.pids.count >= 220)
            #expect(test.pids.allSatisfy { !FileManager.default.fileExists(atPath: "/proc/\($0)") })
            #expect(channels() == before)
            var status: Int32 = 0
            #expect(waitpid(-1, &status, WNOHANG) == -1)
            #expect(errno == ECHILD)
        }
    }

    @Test func predictionsLeaveNoProcessAndNoDescriptor() async {
        await #expect(processExitsWith: .success) {
            let before = channels()
            let test = try TestService()
            try test.service.start()
            let usual = try await test.end(of: test.submit(epochs: 1))
            let crashing = try await test.end(of: test.submit(epochs: 1, ["predict": "crash"]))
            for number in 0..<20 {
                let job = number % 4 == 0 ? crashing : usual
                let result = await test.predict(job)
                #expect(((try? result.get()) != nil) == (number % 4 != 0))
            }
            test.service.stop(grace: .seconds(5))
            #expect(channels() == before)
            var status: Int32 = 0
            #expect(waitpid(-1, &status, WNOHANG) == -1)
            #expect(errno == ECHILD)
        }
    }
}

/// How many pipes, sockets and processes the descriptors of this process lead to.
private func channels() -> [String: Int] {
    let folder = "/proc/self/fd"
    let kinds = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
        .map { String($0.prefix { $0 != "[" }) + ($0.contains("pidfd") ? " pidfd" : "") }
        .filter { $0.hasPrefix("pipe") || $0.hasPrefix("socket") || $0.hasSuffix("pidfd") }
    return Dictionary(kinds.map { ($0, 1) }, uniquingKeysWith: +)
}
