import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// What a service finds that another one left.
@Suite(.serialized) struct JobRestartTests {
    @Test func aStoppedServicePutsItsJobsBackAndTheNextOneResumesThem() async throws {
        let folder = TestFolder()
        var first: TestService? = try TestService(in: folder)
        // Holds only in the first attempt, which does not begin after epoch 2.
        let job = try #require(try first?.submit(epochs: 4, ["hold_after": "2"]))
        try await first?.run { test in
            try await test.wait(for: job.id) { $0.progress.epoch == 2 }
        }
        let stopped = try #require(try first?.service.job(job.id))
        #expect(stopped.state == .queued)
        #expect(stopped.attempts.map(\.outcome) == [.paused])
        #expect(stopped.attempts.first?.reason == "The service stopped; saved after epoch 2.")
        #expect(first?.pids.isEmpty == false)
        for pid in first?.pids ?? [] { #expect(kill(pid, 0) != 0) }
        first?.releaseStateDirectory()
        first = nil
        try await TestService(in: folder).run { test in
            let end = try await test.end(of: job)
            #expect(end.state == .succeeded)
            #expect(end.attempts.map(\.resumedFromEpoch) == [nil, 2])
            #expect(try test.service.epochs(job.id, after: 0, limit: 9).map(\.epoch) == [1, 2, 3, 4])
        }
    }

    @Test func anEngineThatDoesNotStopInTimeIsKilledAndItsJobPutBack() async throws {
        let test = try TestService()
        try test.service.start()
        let job = try test.submit(["hold_after": "1", "ignore_stop": "true"], maxAttempts: 1)
        try await test.wait(for: job.id) { $0.progress.epoch == 1 }
        test.service.stop(grace: .milliseconds(100))
        let stopped = try test.service.job(job.id)
        #expect(stopped.state == .queued)
        #expect(stopped.attempts.first?.reason == "The service stopped; the engine was killed.")
    }

    @Test func aKilledServiceTakesItsEnginesWithItAndTheNextOneGoesOn() async throws {
        let folder = TestFolder()
        let path = folder.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let test = try TestService(in: TestFolder(borrowing: path))
            try test.service.start()
            let job = try test.submit(epochs: 4, ["hold_after": "2"])
            try await test.wait(for: job.id) { job in
                (try? test.service.artifact(job.id, name: "checkpoint-2.safetensors")) != nil
            }
            try test.pids.map(String.init).joined(separator: "\n")
                .write(toFile: path + "/pids", atomically: true, encoding: .utf8)
            kill(getpid(), SIGKILL)
        }
        let pids = try String(contentsOfFile: path + "/pids", encoding: .utf8).split(separator: "\n")
        #expect(pids.count >= 1)
        let test = try TestService(in: folder)
        try await test.run { test in
            let job = try #require(try test.service.jobs(JobQuery()).jobs.first)
            let end = try await test.end(of: job)
            #expect(end.state == .succeeded)
            #expect(end.attempts.map(\.outcome) == [.lost, .succeeded])
            #expect(end.attempts.first?.reason == "The service stopped while the attempt ran.")
            #expect(end.attempts.last?.resumedFromEpoch == 2)
            #expect(test.notices.contains(.recovered(jobs: 1)))
            #expect(test.service.statistics.recoveries == 1)
        }
        for pid in pids.compactMap({ Int32($0) }) { #expect(!isEngine(pid)) }
    }

    private func isEngine(_ pid: Int32) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe"))?.hasSuffix(
            "/FakeEngine") == true
    }

    @Test func foldersWithoutAJobAreRemoved() throws {
        let folder = TestFolder()
        let test = try TestService(in: folder)
        let orphan = folder.path + "/state/jobs/job_gone"
        try FileManager.default.createDirectory(atPath: orphan, withIntermediateDirectories: true)
        try test.service.start()
        test.service.stop(grace: .zero)
        #expect(!FileManager.default.fileExists(atPath: orphan))
    }
}
