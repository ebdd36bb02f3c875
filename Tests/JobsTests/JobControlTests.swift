import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// Pauses, resumptions and retries of jobs that have processes.
@Suite(.serialized) struct JobControlTests {
    @Test func aRunningJobIsPausedWithACheckpointAndGoesOnFromIt() async throws {
        try await TestService().run { test in
            let job = try test.submit(epochs: 4, ["hold_after": "2"])
            try await test.wait(for: job.id) { $0.progress.epoch == 2 }
            #expect(try test.service.pause(job.id).state == .pausing)
            let paused = try await test.wait(for: job.id) { $0.state == .paused }
            #expect(paused.attempts.map(\.outcome) == [.paused])
            #expect(paused.attempts.first?.reason == "The job was paused; saved after epoch 2.")
            #expect(try test.service.artifacts(job.id).map(\.name) == ["checkpoint-2.safetensors"])
            // Its slot is free for another.
            #expect(try await test.end(of: test.submit(epochs: 1)).state == .succeeded)
            #expect(try test.service.resume(job.id).state == .queued)
            let end = try await test.end(of: job)
            #expect(end.state == .succeeded)
            #expect(end.attempts.map(\.resumedFromEpoch) == [nil, 2])
            #expect(try test.types(job).filter { $0 == .epoch }.count == 4)
        }
    }

    @Test func anEngineThatDoesNotStopIsKilledAndItsJobPaused() async throws {
        try await TestService(configure: { $0.stopGrace = 0.1 }).run { test in
            let job = try test.submit(["hold_after": "1", "ignore_stop": "true"])
            try await test.wait(for: job.id) { $0.progress.epoch == 1 }
            _ = try test.service.pause(job.id)
            let paused = try await test.wait(for: job.id) { $0.state == .paused }
            #expect(paused.attempts.first?.reason == "The job was paused; the engine was killed.")
        }
    }

    @Test func aCancelComesThroughAPause() async throws {
        try await TestService(configure: { $0.stopGrace = 0.3 }).run { test in
            let job = try test.submit(["hold_after": "1", "ignore_stop": "true"])
            try await test.wait(for: job.id) { $0.progress.epoch == 1 }
            _ = try test.service.pause(job.id)
            #expect(try test.service.cancel(job.id).state == .cancelling)
            let end = try await test.end(of: job)
            #expect(end.state == .cancelled)
            #expect(end.attempts.first?.reason == "The job was cancelled; the engine was killed.")
        }
    }

    @Test func aPausedJobOutlivesTheService() async throws {
        let folder = TestFolder()
        var id = ""
        try await TestService(in: folder).run { test in
            id = try test.submit(["hold_after": "1"]).id
            try await test.wait(for: id) { $0.progress.epoch == 1 }
            _ = try test.service.pause(id)
            try await test.wait(for: id) { $0.state == .paused }
            test.releaseStateDirectory()
        }
        try await TestService(in: folder).run { test in
            #expect(try test.service.job(id).state == .paused)
            _ = try test.service.resume(id)
            #expect(try await test.wait(for: id) { $0.state.isTerminal }.state == .succeeded)
        }
    }

    @Test func aRetryGoesOnFromTheOldCheckpointAndLeavesTheOldJobAsItIs() async throws {
        try await TestService().run { test in
            let old = try await test.end(
                of: test.submit(epochs: 4, ["fail": "limit", "fail_after": "2"]))
            #expect(old.state == .failed)
            let new = try test.service.retry(old.id)
            #expect(new.retryOf == old.id)
            #expect(new.specification == old.specification)
            let end = try await test.end(of: new)
            #expect(end.state == .succeeded)
            #expect(end.attempts.map(\.resumedFromEpoch) == [2])
            #expect(try test.service.epochs(new.id, after: 0, limit: 9).map(\.epoch) == [1, 2, 3, 4])
            #expect(try test.service.job(old.id) == old)
            // What the new one did to its checkpoints left the old one's alone, and the other way round.
            let checkpoint = "checkpoint-2.safetensors"
            #expect(
                try String(contentsOfFile: test.path(old, checkpoint), encoding: .utf8)
                    == "checkpoint of epoch 2\n")
            try test.service.delete(old.id)
            #expect(FileManager.default.fileExists(atPath: test.path(new, "student.safetensors")))
            #expect(try test.service.job(new.id).retryOf == old.id)
        }
    }

    @Test func aRetryWithoutACheckpointBeginsAfresh() async throws {
        let test = try TestService()
        let job = try test.submit(["crash_after": "9"])
        _ = try test.service.cancel(job.id)
        let new = try test.service.retry(job.id)
        try await test.run { test in
            let end = try await test.end(of: new)
            #expect(end.state == .succeeded)
            #expect(end.attempts.map(\.resumedFromEpoch) == [nil])
        }
    }

    @Test func aRefusedRetryLeavesNoFolder() async throws {
        try await TestService(configure: { $0.queueLimits.total = 1 }).run { test in
            let old = try await test.end(of: test.submit(["fail": "limit", "fail_after": "1"]))
            let running = try test.submit(["hold_after": "1"])
            try await test.wait(for: running.id) { $0.progress.epoch == 1 }
            let waiting = try test.submit()
            #expect(throws: JobsError.queueFull(limit: 1)) { try test.service.retry(old.id) }
            let folders = try FileManager.default.contentsOfDirectory(
                atPath: test.folder.path + "/state/jobs")
            #expect(Set(folders) == [old.id, running.id])
            for job in [running, waiting] { _ = try test.service.cancel(job.id) }
            _ = try await test.end(of: running)
        }
    }
}
