import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// The course of an attempt, without a process and without a clock.
@Suite struct AttemptMachineTests {
    private let timing = AttemptMachine.Timing(loading: 60, heartbeat: 15, stopGrace: 30, exitGrace: 10)
    private let assignment: EngineAssignment

    init() throws {
        assignment = EngineAssignment(
            job: "job_1", attempt: 1, specification: try .make(maxSeconds: 100, maxMemoryMb: 256),
            directory: "/d",
            dataRoot: nil, threads: 1)
    }

    /// An attempt that trains since 0.
    private func running() -> AttemptMachine {
        var machine = AttemptMachine(assignment, timing: timing, loadingSince: 0)
        _ = machine.hear(.ready, at: 0)
        _ = machine.hear(.started(resumedFromEpoch: nil), at: 0)
        return machine
    }

    private let killed = ProcessExit(code: -9, output: "")

    @Test func theAssignmentIsSentOnceTheEngineIsReady() {
        var machine = AttemptMachine(assignment, timing: timing, loadingSince: 0)
        #expect(machine.tick(residentBytes: nil, at: 59) == [])
        #expect(machine.hear(.ready, at: 59) == [.send(.run(assignment))])
        #expect(machine.hear(.ready, at: 59) == [])
        #expect(
            machine.hear(.started(resumedFromEpoch: 2), at: 60) == [.record(.started(resumedFromEpoch: 2))])
    }

    @Test func theTimeLimitCountsFromTheAssignmentOn() {
        var machine = AttemptMachine(assignment, timing: timing, loadingSince: 0)
        _ = machine.hear(.ready, at: 50)
        _ = machine.hear(.heartbeat, at: 150)
        #expect(machine.tick(residentBytes: nil, at: 150) == [])
        // It never says that training began.
        #expect(machine.tick(residentBytes: nil, at: 150.1) == [.send(.stop(reason: "limit"))])
        _ = machine.hear(.heartbeat, at: 180)
        #expect(machine.tick(residentBytes: nil, at: 180.2) == [.kill])
    }

    @Test func onlyCheckpointsAreVisibleBeforeTheEnd() {
        var machine = running()
        let checkpoint = EngineFile(name: "c", kind: .checkpoint, mediaType: "m", epoch: 1)
        let student = EngineFile(name: "s", kind: .student, mediaType: "m")
        #expect(machine.hear(.file(checkpoint), at: 1) == [.publish(checkpoint)])
        #expect(machine.hear(.file(student), at: 1) == [.collect(student)])
    }

    @Test func whatComesAfterTheEndIsIgnored() {
        var machine = running()
        #expect(machine.hear(.finished(.make()), at: 1) == [.end(.finished(.make()))])
        #expect(machine.hear(.epoch(.make(1)), at: 1) == [])
        #expect(machine.hear(.failed(JobFailure(kind: .invalid, detail: "")), at: 1) == [])
        #expect(machine.exited(ProcessExit(code: 0, output: "")) == [])
    }

    @Test func anEngineThatDoesNotExitAfterItsEndIsKilledOnce() {
        var machine = running()
        _ = machine.hear(.finished(.make()), at: 1)
        #expect(machine.tick(residentBytes: 1 << 40, at: 11) == [])
        #expect(machine.tick(residentBytes: nil, at: 11.1) == [.kill])
        #expect(machine.tick(residentBytes: nil, at: 12) == [])
        #expect(machine.exited(killed) == [])
    }

    @Test func anyMessageIsASignOfLife() {
        var machine = running()
        for second in stride(from: 10.0, to: 90, by: 10) {
            #expect(machine.hear(.heartbeat, at: second) == [])
            #expect(machine.tick(residentBytes: nil, at: second + 9) == [])
        }
        #expect(machine.tick(residentBytes: nil, at: 96) == [.kill])
        #expect(
            machine.exited(killed) == [.end(.lost(reason: "The engine hung: it said nothing for 15 s."))])
    }

    @Test func theTimeLimitStopsFirstAndKillsThen() {
        let failure = JobFailure(
            kind: .limit, detail: "The attempt ran for the 100 s that max_seconds allows after epoch 7.")
        var machine = running()
        _ = machine.hear(.epoch(.make(7)), at: 100)
        #expect(machine.tick(residentBytes: nil, at: 100.5) == [.send(.stop(reason: "limit"))])
        var deaf = machine
        #expect(machine.hear(.stopped(epoch: 7), at: 101) == [.end(.failed(failure))])
        _ = deaf.hear(.heartbeat, at: 129)
        #expect(deaf.tick(residentBytes: nil, at: 130) == [])
        #expect(deaf.tick(residentBytes: nil, at: 131) == [.kill])
        #expect(deaf.exited(killed) == [.end(.failed(failure))])
    }

    @Test func theMemoryLimitKills() {
        var machine = running()
        #expect(machine.tick(residentBytes: 256 << 20, at: 1) == [])
        #expect(machine.tick(residentBytes: (256 << 20) + (1 << 20), at: 1) == [.kill])
        #expect(
            machine.exited(killed) == [
                .end(
                    .failed(
                        JobFailure(
                            kind: .limit,
                            detail: "The engine used 257 MiB of memory; max_memory_mb allows 256.")))
            ])
    }

    @Test func aFinishThatCrossesTheKillCounts() {
        var machine = running()
        _ = machine.stop(.cancel, at: 1)
        _ = machine.hear(.heartbeat, at: 30)
        #expect(machine.tick(residentBytes: nil, at: 31) == [.kill])
        #expect(machine.hear(.finished(.make()), at: 31) == [.end(.finished(.make()))])
        #expect(machine.exited(killed) == [])
    }

    @Test func whatComesAfterALostMessageIsIgnored() {
        var machine = running()
        #expect(machine.nonsense("Epoch 1 was not stored.", at: 1) == [.kill])
        #expect(machine.hear(.epoch(.make(2)), at: 1) == [])
        #expect(machine.hear(.finished(.make()), at: 1) == [])
        #expect(machine.exited(killed) == [.end(.lost(reason: "Epoch 1 was not stored."))])
    }

    @Test func aSecondStopOnlyShortensTheGrace() {
        var machine = running()
        #expect(machine.stop(.cancel, at: 1) == [.send(.stop(reason: "cancel"))])
        #expect(machine.stop(.shutdown, killAfter: 2, at: 1) == [])
        #expect(machine.tick(residentBytes: nil, at: 3) == [.kill])
        #expect(
            machine.exited(killed) == [
                .end(.stopped(reason: "The job was cancelled; the engine was killed."))
            ])
    }

    @Test(arguments: [
        (Int32(3), "  \n", "The engine exited with code 3 in the first epoch."),
        (-9, "", "The engine was ended by SIGKILL in the first epoch."),
        (-11, "a\nb\n", "The engine was ended by SIGSEGV in the first epoch. Its last output:\na\nb"),
    ]) func anEndWithoutAWordIsALossWithItsReason(_ code: Int32, _ output: String, _ reason: String) {
        var machine = running()
        #expect(machine.exited(ProcessExit(code: code, output: output)) == [.end(.lost(reason: reason))])
    }

    @Test func whatWasNotStartedCannotFinish() {
        var machine = AttemptMachine(assignment, timing: timing, loadingSince: 0)
        _ = machine.hear(.ready, at: 0)
        #expect(machine.hear(.finished(.make()), at: 1) == [.kill])
        #expect(
            machine.exited(killed) == [.end(.lost(reason: "The engine finished what it had not started."))])
    }
}
