import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// What the system lets us have, tried once.
private enum Permitted {
    /// Whether a program can be run in a network namespace of its own, by right or by way of a user namespace.
    static let networkNamespace = [["--net"], ["--user", "--net"]].contains { options in
        (try? Program.run("/usr/bin/env", ["unshare"] + options + ["true"]).code) == 0
    }

    static let memoryGroups = try? MemoryGroups()
}

/// What an engine is held to from outside, whatever it does itself.
@Suite(.serialized) struct EngineLimitTests {
    /// A job that says heartbeats only, and its engine.
    private func held(_ test: TestService) async throws -> (job: Job, engine: pid_t) {
        let job = try test.submit(["hold_after": "1"])
        try await test.wait(for: job.id) { $0.progress.epoch == 1 }
        return (job, try #require(test.pids.first))
    }

    private func text(_ name: String, of engine: pid_t) throws -> String {
        try String(contentsOfFile: "/proc/\(engine)/\(name)", encoding: .utf8)
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
            #expect(try text("status", of: engine).contains("NoNewPrivs:\t1\n"))
            #expect(try text("oom_score_adj", of: engine) == "500\n")
            let limits = try text("limits", of: engine)
            #expect(limits.contains(#/Max core file size +0 +0 /#))
            let files = try #require(limits.firstMatch(of: #/Max open files +(\d+) +(\d+) /#))
            #expect(try #require(Int(files.1)) <= 1024)
            #expect(try #require(Int(files.2)) <= 4096)
            let told = test.notices.filter { if case .engineNetwork = $0 { true } else { false } }
            #expect(told.count == 1)
            _ = try test.service.cancel(job.id)
            #expect(try await test.end(of: job).state == .cancelled)
        }
    }

    @Test(.enabled(if: Permitted.networkNamespace, "no network namespace can be made here"))
    func anEngineIsAloneInItsNetwork() async throws {
        try await TestService().run { test in
            let (job, engine) = try await held(test)
            #expect(test.notices.contains(.engineNetwork(failure: nil)))
            let interfaces = try text("net/dev", of: engine).split(separator: "\n").dropFirst(2)
            #expect(interfaces.count == 1 && interfaces.allSatisfy { $0.contains("lo:") })
            _ = try test.service.cancel(job.id)
            #expect(try await test.end(of: job).state == .cancelled)
        }
    }

    @Test(.enabled(if: Permitted.memoryGroups != nil, "no memory control group can be made here"))
    func theKernelHoldsAnEngineToItsMemory() async throws {
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

    @Test(.enabled(if: Permitted.memoryGroups != nil, "no memory control group can be made here"))
    func anEngineThatTheKernelTakesForOthersMemoryIsToldApart() async throws {
        let groups = try #require(Permitted.memoryGroups)
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
