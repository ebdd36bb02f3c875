import Foundation
import Specification
import Testing

@testable import Jobs

/// A cancel in each state of a job that has processes.
@Suite(.serialized) struct JobCancelTests {
    @Test func aQueuedJobIsCancelledAtOnce() throws {
        let test = try TestService()
        let job = try test.submit()
        #expect(try test.service.cancel(job.id).state == .cancelled)
        #expect(throws: JobsError.notAllowed(action: "cancel", state: .cancelled)) {
            try test.service.cancel(job.id)
        }
        #expect(try test.types(job) == [.state, .state, .end])
    }

    @Test func aRunningJobIsCancelledWithACheckpoint() async throws {
        try await TestService().run { test in
            let job = try test.submit(["hold_after": "2"])
            try await test.wait(for: job.id) { $0.progress.epoch == 2 }
            #expect(try test.service.cancel(job.id).state == .cancelling)
            let end = try await test.end(of: job)
            #expect(end.state == .cancelled)
            #expect(end.attempts.map(\.outcome) == [.cancelled])
            #expect(end.attempts.first?.reason == "The job was cancelled; saved after epoch 2.")
            #expect(try test.service.artifacts(job.id).map(\.name) == ["checkpoint-2.safetensors"])
        }
    }

    @Test func aJobWhoseEngineLoadsIsCancelled() async throws {
        try await TestService(arguments: ["--never-ready"]).run { test in
            let job = try test.submit()
            try await test.wait(for: job.id) { $0.state == .starting }
            _ = try test.service.cancel(job.id)
            let end = try await test.end(of: job)
            #expect(end.state == .cancelled)
            #expect(end.attempts.first?.reason == "The job was cancelled; the engine was killed.")
        }
    }

    @Test func anEngineThatDoesNotStopIsKilled() async throws {
        try await TestService(configure: { $0.stopGrace = 0.1 }).run { test in
            let job = try test.submit(["hold_after": "1", "ignore_stop": "true"])
            try await test.wait(for: job.id) { $0.progress.epoch == 1 }
            _ = try test.service.cancel(job.id)
            #expect(try await test.end(of: job).state == .cancelled)
        }
    }

    @Test func aSecondCancelChangesNothing() async throws {
        try await TestService(configure: { $0.stopGrace = 0.2 }).run { test in
            let job = try test.submit(["hold_after": "1", "ignore_stop": "true"])
            try await test.wait(for: job.id) { $0.progress.epoch == 1 }
            for _ in 0..<2 { #expect(try test.service.cancel(job.id).state == .cancelling) }
            _ = try await test.end(of: job)
            // queued, starting, running, cancelling, cancelled
            #expect(try test.types(job).filter { $0 == .state }.count == 5)
        }
    }

    @Test func aJobThatWaitsForItsNextAttemptIsCancelledAtOnce() async throws {
        try await TestService(configure: { $0.backOff = { _ in 3600 } }).run { test in
            let job = try test.submit(["crash_after": "0"])
            try await test.wait(for: job.id) { $0.state == .queued && !$0.attempts.isEmpty }
            #expect(try test.service.cancel(job.id).state == .cancelled)
        }
    }
}
