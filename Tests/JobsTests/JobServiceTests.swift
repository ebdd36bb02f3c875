import Foundation
import ServiceTestSupport
import Specification
import Synchronization
import Testing

@testable import Jobs

/// The whole way of a job, with processes.
@Suite(.serialized) struct JobServiceTests {
    @Test func aJobRunsThroughAndLeavesItsArtifacts() async throws {
        try await TestService().run { test in
            let job = try await test.end(of: test.submit(epochs: 3))
            #expect(job.state == .succeeded)
            #expect(job.result == .make(epochs: 3))
            #expect(job.attempts.map(\.outcome) == [.succeeded])
            #expect(job.progress.fraction == 1)
            #expect(try test.service.epochs(job.id, after: 0, limit: 10) == [.make(1), .make(2), .make(3)])
            // A checkpoint may be replaced before it was looked at; then there is no word of it.
            #expect(
                try test.types(job).filter { $0 != .checkpoint } == [
                    .state, .state, .state, .epoch, .epoch, .epoch, .artifact, .artifact, .state, .end,
                ])
            let names = try test.service.artifacts(job.id).map(\.name)
            #expect(names == ["checkpoint-3.safetensors", "epochs.csv", "student.safetensors"])
            let (artifact, path) = try test.service.artifact(job.id, name: "student.safetensors")
            #expect(path == test.path(job, "student.safetensors"))
            #expect(artifact.size == 29)
            #expect(artifact.kind == .student)
            // sha256sum of "student of 3 epochs, 0 bytes\n"
            #expect(artifact.sha256 == Self.studentDigest)
            #expect(throws: JobsError.unknownArtifact(job: job.id, name: "../jobs.sqlite")) {
                try test.service.artifact(job.id, name: "../jobs.sqlite")
            }
            try test.service.delete(job.id)
            #expect(!FileManager.default.fileExists(atPath: test.path(job, "")))
        }
    }

    private static let studentDigest = "44cd9d5f6345d98c796d60e1e9d05da52d9d35fc7f6b94830c0ecb7acf9eec03"

    @Test func aCrashedAttemptIsResumedFromItsCheckpointWithTheReasonShown() async throws {
        try await TestService().run { test in
            let job = try await test.end(
                of: test.submit(epochs: 4, ["crash_after": "2", "crash_attempts": "1"]))
            #expect(job.state == .succeeded)
            #expect(job.attempts.map(\.outcome) == [.lost, .succeeded])
            #expect(job.attempts.map(\.resumedFromEpoch) == [nil, 2])
            #expect(
                job.attempts.first?.reason
                    == "The engine was ended by SIGABRT after epoch 2. Its last output:\nthe double crashes after epoch 2"
            )
            #expect(try test.service.epochs(job.id, after: 0, limit: 10).map(\.epoch) == [1, 2, 3, 4])
            #expect(try test.types(job).filter { $0 == .epoch }.count == 4)
            #expect(test.service.statistics.retries == 1)
            #expect(test.service.statistics.epochs == 4)
        }
    }

    @Test func aJobThatCrashesEveryTimeFails() async throws {
        try await TestService().run { test in
            let job = try await test.end(of: test.submit(["crash_after": "0"], maxAttempts: 3))
            #expect(job.state == .failed)
            #expect(job.attempts.map(\.outcome) == [.lost, .lost, .lost])
            #expect(job.error?.kind == .infrastructure)
            #expect(
                job.error?.detail.hasPrefix(
                    "All 3 attempts were lost, the last: The engine was ended by SIGABRT in the first epoch.")
                    == true)
        }
    }

    @Test(arguments: [JobFailure.Kind.invalid, .diverged, .limit])
    func theUsersFaultIsNotTriedAgain(_ kind: JobFailure.Kind) async throws {
        try await TestService().run { test in
            let job = try await test.end(of: test.submit(["fail": kind.rawValue, "fail_after": "1"]))
            #expect(job.state == .failed)
            #expect(
                job.error
                    == JobFailure(kind: kind, detail: "The double failed after epoch 1, as it was told."))
            #expect(job.attempts.map(\.outcome) == [.failed])
        }
    }

    @Test func anEnginesOwnFaultIsTriedAgain() async throws {
        try await TestService().run { test in
            let job = try await test.end(of: test.submit(["fail": "infrastructure"], maxAttempts: 2))
            #expect(job.attempts.map(\.outcome) == [.lost, .lost])
        }
    }

    @Test func aHungEngineIsKilledAndItsJobResumed() async throws {
        try await TestService(configure: { $0.heartbeatTimeout = 0.4 }).run { test in
            let job = try await test.end(of: test.submit(["hang_after": "1"], maxAttempts: 2))
            #expect(job.state == .succeeded)
            #expect(job.attempts.first?.outcome == .lost)
            #expect(
                job.attempts.first?.reason == "The engine hung: it said nothing for 0.4 s after epoch 1.")
            #expect(job.attempts.last?.resumedFromEpoch == 1)
        }
    }

    @Test func anEngineThatTalksNonsenseIsLost() async throws {
        try await TestService().run { test in
            let job = try await test.end(of: test.submit(["nonsense_after": "1"], maxAttempts: 1))
            #expect(
                job.error?.detail
                    == "The one attempt was lost: The engine broke the protocol: it sent a line that is no message: "
                    + "no message.")
        }
    }

    @Test func aJobEndsAtItsTimeLimit() async throws {
        try await TestService().run { test in
            let job = try await test.end(of: test.submit(["hold_after": "1"], maxSeconds: 0.2))
            #expect(job.state == .failed)
            #expect(
                job.error
                    == JobFailure(
                        kind: .limit,
                        detail: "The attempt ran for the 0.2 s that max_seconds allows after epoch 1."))
        }
    }

    @Test func aJobEndsAtItsMemoryLimit() async throws {
        try await TestService().run { test in
            let job = try await test.end(
                of: test.submit(["memory_mb": "300", "hold_after": "1"], maxMemoryMb: 256))
            #expect(job.state == .failed)
            #expect(job.error?.kind == .limit)
            #expect(job.error?.detail.hasSuffix("MiB of memory; max_memory_mb allows 256.") == true)
        }
    }

    @Test func anEngineThatCannotBeStartedLosesTheJobWithASentence() async throws {
        try await TestService(executable: "/nonexistent/engine").run { test in
            let job = try await test.end(of: test.submit(maxAttempts: 2))
            #expect(
                job.attempts.map(\.reason)
                    == Array(
                        repeating:
                            "The engine /nonexistent/engine could not be started: No such file or directory.",
                        count: 2))
        }
    }

    @Test func anEngineThatDiesLoadingLosesTheJobWithItsOutput() async throws {
        try await TestService(arguments: ["--crash"]).run { test in
            let job = try await test.end(of: test.submit(maxAttempts: 1))
            #expect(
                job.error?.detail
                    == "The one attempt was lost: The engine exited with code 3 while it was loading. Its last "
                    + "output:\nthe double crashes while it loads")
        }
    }

    @Test func anEngineThatIsNeverReadyIsKilled() async throws {
        try await TestService(arguments: ["--never-ready"], configure: { $0.loadingTimeout = 0.2 }).run {
            test in
            let job = try await test.end(of: test.submit(maxAttempts: 1))
            #expect(
                job.error?.detail == "The one attempt was lost: The engine was not ready within 0.2 s.")
        }
    }

    @Test func slotsWorkAtOnceAndKeepASpareEach() async throws {
        try await TestService(configure: { $0.slots = 2 }).run { test in
            let jobs = try (0..<3).map { _ in try test.submit(["hold_after": "1"]) }
            // The checkpoint comes after the epoch: that is counted by then.
            for job in jobs.prefix(2) {
                try await test.wait(for: job.id) { (try? test.service.artifacts($0.id).isEmpty) == false }
            }
            let statistics = test.service.statistics
            #expect(statistics.busySlots == 2)
            #expect(statistics.slots == 2)
            #expect(statistics.queueDepth == 1)
            #expect(statistics.jobs[.running] == 2)
            #expect(statistics.examplesPerSecond == 2000)
            #expect(try test.service.job(jobs[2].id).state == .queued)
            for job in jobs { _ = try test.service.cancel(job.id) }
            for job in jobs { _ = try await test.end(of: job) }
        }
    }
}
