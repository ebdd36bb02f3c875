import Foundation
import Specification
import Testing

@testable import Jobs

/// What an engine is held to from outside, whatever it does itself.
@Suite(.serialized) struct EngineLimitTests {
    /// A job that says heartbeats only, and its engine.
    private func held(_ test: TestService) async throws -> (job: Job, engine: pid_t) {
        let job = try test.submit(["hold_after": "1"])
        try await test.wait(for: job.id) { $0.progress.epoch == 1 }
        return (job, try #require(test.pids.first))
    }

    @Test func aStoppedEngineIsNoticedKilledAndReplaced() async throws {
        try await TestService(configure: { $0.heartbeatTimeout = 0.5 }).run { test in
            let (job, engine) = try await held(test)
            #expect(kill(engine, SIGSTOP) == 0)
            let end = try await test.end(of: job)
            #expect(end.state == .succeeded)
            #expect(end.attempts.map(\.outcome) == [.lost, .succeeded])
            #expect(
                end.attempts.first?.reason == "The engine hung: it said nothing for 0.5 s after epoch 1.")
            #expect(end.attempts.last?.resumedFromEpoch == 1)
            #expect(kill(engine, 0) != 0)
        }
    }

    @Test func aHungEngineEndsAtItsTimeLimit() async throws {
        let configure = { (configuration: inout JobServiceConfiguration) in
            configuration.heartbeatTimeout = 3600
            configuration.stopGrace = 0.1
        }
        try await TestService(configure: configure).run { test in
            let job = try await test.end(of: test.submit(["hang_after": "1"], maxSeconds: 0.5))
            #expect(job.error?.kind == .limit)
            #expect(
                job.error?.detail == "The attempt ran for the 0.5 s that max_seconds allows after epoch 1.")
            #expect(kill(try #require(test.pids.first), 0) != 0)
        }
    }

    @Test func anAttemptOverItsMemoryLeavesTheOthersAlone() async throws {
        try await TestService(configure: { $0.slots = 2 }).run { test in
            let other = try test.submit(epochs: 40, ["epoch_ms": "20"])
            try await test.wait(for: other.id) { $0.progress.epoch > 0 }
            let greedy = try await test.end(
                of: test.submit(["memory_mb": "400", "hold_after": "1"], maxMemoryMb: 256))
            #expect(greedy.state == .failed)
            #expect(greedy.attempts.count == 1)
            #expect(greedy.error?.kind == .limit)
            #expect(greedy.error?.detail.hasSuffix("MiB of memory; max_memory_mb allows 256.") == true)
            let end = try await test.end(of: other)
            #expect(end.state == .succeeded)
            #expect(end.attempts.map(\.outcome) == [.succeeded])
        }
    }

    @Test func anEngineIsConfined() async throws {
        try await TestService().run { test in
            let (job, engine) = try await held(test)
            func text(_ name: String) throws -> String {
                try String(contentsOfFile: "/proc/\(engine)/\(name)", encoding: .utf8)
            }
            #expect(try text("status").contains("NoNewPrivs:\t1\n"))
            #expect(try text("oom_score_adj") == "500\n")
            let limits = try text("limits")
            #expect(limits.contains(#/Max core file size +0 +0 /#))
            let files = try #require(limits.firstMatch(of: #/Max open files +(\d+) +(\d+) /#))
            #expect(try #require(Int(files.1)) <= 1024)
            #expect(try #require(Int(files.2)) <= 4096)
            let told = test.notices.filter { if case .engineNetwork = $0 { true } else { false } }
            #expect(told.count == 1)
            if told == [.engineNetwork(failure: nil)] {
                let interfaces = try text("net/dev").split(separator: "\n").dropFirst(2)
                #expect(interfaces.count == 1 && interfaces.allSatisfy { $0.contains("lo:") })
            } else {
                print("The system allows no network namespaces: the engine's is not tested.")
            }
            _ = try test.service.cancel(job.id)
            #expect(try await test.end(of: job).state == .cancelled)
        }
    }

    @Test func theKernelHoldsAnEngineToItsMemory() async throws {
        guard (try? MemoryGroups()) != nil else {
            print("No memory control group can be made here: the kernel's hold is not tested.")
            return
        }
        let configure = { (configuration: inout JobServiceConfiguration) in
            configuration.controlGroups = "/sys/fs/cgroup"
            configuration.slots = 2
            // Nobody looks at the engine's memory before it is gone.
            configuration.pollInterval = 600
        }
        try await TestService(configure: configure).run { test in
            let other = try test.submit(epochs: 40, ["epoch_ms": "20"])
            let job = try await test.end(of: test.submit(["memory_mb": "400"], maxMemoryMb: 256))
            #expect(job.error?.kind == .limit)
            #expect(
                job.error?.detail
                    == "The engine needed more memory in the first epoch than the 256 MiB that max_memory_mb allows."
            )
            #expect(job.attempts.count == 1)
            #expect(test.notices.contains(.engineMemory(failure: nil)))
            let end = try await test.end(of: other)
            #expect(end.state == .succeeded)
            #expect(end.attempts.map(\.outcome) == [.succeeded])
        }
    }

    @Test func anEngineThatTheKernelTakesForOthersMemoryIsToldApart() async throws {
        guard let groups = try? MemoryGroups() else {
            print("No memory control group can be made here: the kernel's kills are not tested.")
            return
        }
        // The service's own eyes: the group is not its engine's.
        try await TestService().run { test in
            // One that is ready before the job comes: it can be put into the group before it takes memory.
            let first = try await test.end(of: test.submit(epochs: 1))
            #expect(first.state == .succeeded)
            let group = try groups.group(of: try #require(test.pids.last))
            try group.limit(to: 96 << 20)
            let job = try await test.end(of: test.submit(["memory_mb": "400"], maxAttempts: 1))
            #expect(job.attempts.first?.outcome == .lost)
            #expect(
                job.error?.detail.hasPrefix(
                    "The one attempt was lost: The engine was ended by SIGKILL, as memory had run out, in the first "
                        + "epoch.") == true, "\(job.error?.detail ?? "no error")")
            #expect(group.isExhausted)
            group.remove()
        }
    }

    @Test func killsAreReadFromTheKernelsCounters() {
        #expect(OutOfMemoryKills.count(in: "nr_free_pages 7\noom_kill 12\nnuma_hit 3\n") == 12)
        #expect(OutOfMemoryKills.count(in: "nr_free_pages 7\n") == 0)
    }
}
