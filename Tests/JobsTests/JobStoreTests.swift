import Foundation
import ServiceTestSupport
import Specification
import Synchronization
import Testing

@testable import Jobs

/// What every store must do.
@Suite struct JobStoreTests {
    @Test(arguments: StoreKind.allCases) func aSubmittedJobIsQueuedAndComplete(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let job = try store.submit("job_1", priority: 5, metadata: ["a_b": "c"])
        #expect(job.state == .queued)
        #expect(job.createdAt == testTime)
        #expect(job.specification == (try .make(metadata: ["a_b": "c"], priority: 5)))
        #expect(job.links["events"] == "/v1/jobs/job_1/events")
        #expect(job.progress == JobProgress(epoch: 0, epochs: 3))
        #expect(try store.job("job_1") == job)
        #expect(try store.version(of: "job_1") == 1)
        let events = try store.events("job_1", after: 0, limit: 10)
        #expect(
            events == [
                JobEvent(id: 1, type: .state, time: testTime, data: .object(["state": .string("queued")]))
            ])
    }

    @Test(arguments: StoreKind.allCases) func whatIsUnknownIsRefused(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let unknown = JobsError.unknownJob("job_1")
        #expect(throws: unknown) { try store.job("job_1") }
        #expect(throws: unknown) { try store.version(of: "job_1") }
        #expect(throws: unknown) { try store.events("job_1", after: 0, limit: 1) }
        #expect(throws: unknown) { try store.epochs("job_1", after: 0, limit: 1) }
        #expect(throws: unknown) { try store.artifacts("job_1") }
        #expect(throws: unknown) { try store.cancel("job_1", at: testTime) }
        #expect(throws: unknown) { try store.delete("job_1") }
    }

    @Test(arguments: StoreKind.allCases) func aFullQueueRefuses(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try store.submit("job_1")
        #expect(throws: JobsError.queueFull(limit: 1)) {
            try store.submit(.make(), id: "job_2", at: testTime, queueLimit: 1)
        }
        _ = try store.claim(at: testTime)
        _ = try store.submit(.make(), id: "job_2", at: testTime, queueLimit: 1)
    }

    @Test(arguments: StoreKind.allCases) func theHighestPriorityIsClaimedFirstThenTheOldest(_ kind: StoreKind)
        throws
    {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        for (id, priority) in [("job_1", 0), ("job_2", 1), ("job_3", 1), ("job_4", -1)] {
            try store.submit(id, priority: priority)
        }
        let order = try (0..<5).map { _ in try store.claim(at: testTime)?.token.job }
        #expect(order == ["job_2", "job_3", "job_1", "job_4", nil])
    }

    @Test(arguments: StoreKind.allCases) func aJobIsClaimedOnce(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        for number in 0..<40 { try store.submit("job_\(number)") }
        let claimed = Mutex<[AttemptToken]>([])
        DispatchQueue.concurrentPerform(iterations: 80) { _ in
            guard let claim = try? store.claim(at: testTime) else { return }
            claimed.withLock { $0.append(claim.token) }
        }
        let tokens = claimed.withLock { $0 }
        #expect(tokens.count == 40)
        #expect(Set(tokens.map(\.job)).count == 40)
        #expect(tokens.allSatisfy { $0.attempt == 1 })
    }

    @Test(arguments: StoreKind.allCases) func aStaleTokenChangesNothing(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let stale = try store.running("job_1")
        _ = try store.record(.lost(reason: "gone", retryAt: testTime), by: stale, at: testTime)
        let reports: [AttemptReport] = [
            .started(resumedFromEpoch: nil), .epoch(.make(1)), .log(message: "x"), .finished(.make(), []),
            .stopped(reason: "x"), .failed(JobFailure(kind: .invalid, detail: "x")),
            .lost(reason: "x", retryAt: testTime),
            .checkpoint(.make("c", kind: .checkpoint), epoch: 1, replaced: []),
        ]
        for isClaimedAgain in [false, true] {
            if isClaimedAgain { _ = try store.claimed() }
            let before = try store.job("job_1")
            for report in reports {
                #expect(throws: JobsError.staleAttempt(job: "job_1", attempt: 1)) {
                    try store.record(report, by: stale, at: testTime)
                }
            }
            #expect(try store.job("job_1") == before)
        }
    }

    @Test(arguments: StoreKind.allCases) func everyReportIsToldInOneEventAndTheEndComesLast(_ kind: StoreKind)
        throws
    {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let token = try store.running("job_1")
        let checkpoints = (1...2).map { Artifact.make("checkpoint-\($0).safetensors", kind: .checkpoint) }
        #expect(try store.record(.epoch(.make(1)), by: token, at: testTime).isNews)
        _ = try store.record(.checkpoint(checkpoints[0], epoch: 1, replaced: []), by: token, at: testTime)
        #expect(!(try store.record(.epoch(.make(1)), by: token, at: testTime).isNews))
        _ = try store.record(.epoch(.make(2)), by: token, at: testTime)
        _ = try store.record(
            .checkpoint(checkpoints[1], epoch: 2, replaced: [checkpoints[0].name]), by: token, at: testTime)
        _ = try store.record(.log(message: "hello"), by: token, at: testTime)
        #expect(try store.artifacts("job_1") == [checkpoints[1]])
        let student = Artifact.make("student.safetensors")
        let receipt = try store.record(.finished(.make(), [student]), by: token, at: testTime)
        #expect(receipt == AttemptReceipt(state: .succeeded, outcome: .succeeded))
        let events = try store.events("job_1", after: 0, limit: 100)
        #expect(events.map(\.id) == Array(1...11))
        #expect(
            events.map(\.type) == [
                .state, .state, .state, .epoch, .checkpoint, .epoch, .checkpoint, .log, .artifact, .state,
                .end,
            ])
        #expect(try events[3].data == JSONCoding.tree(EpochRecord.make(1)))
        #expect(try store.epochs("job_1", after: 1, limit: 9) == [.make(2)])
        #expect(try store.artifacts("job_1") == [checkpoints[1], student])
        let job = try store.job("job_1")
        #expect(job.result == .make())
        #expect(job.latest == .make(2))
        #expect(job.finishedAt == testTime)
        #expect(job.attempts.map(\.outcome) == [.succeeded])
        #expect(try store.events("job_1", after: 9, limit: 1).map(\.id) == [10])
        #expect(try store.version(of: "job_1") == 11)
    }

    @Test(arguments: StoreKind.allCases) func eventsAreGaplessUnderConcurrency(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let tokens = try (0..<4).map { try store.running("job_\($0)") }
        let failures = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 200) { number in
            let report: AttemptReport =
                number % 3 == 0 ? .log(message: "\(number)") : .epoch(.make(number + 1))
            guard (try? store.record(report, by: tokens[number % 4], at: testTime)) == nil else { return }
            failures.withLock { $0 += 1 }
        }
        #expect(failures.withLock { $0 } == 0)
        for token in tokens {
            let ids = try store.events(token.job, after: 0, limit: 1000).map(\.id)
            #expect(ids == Array(1...53))
        }
    }

    @Test(arguments: StoreKind.allCases) func lostAttemptsAreRetriedUntilTheirNumberIsUsedUp(
        _ kind: StoreKind
    ) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let later = testTime.addingTimeInterval(10)
        let first = try store.running("job_1", maxAttempts: 2)
        let lost = try store.record(.lost(reason: "It broke.", retryAt: later), by: first, at: testTime)
        #expect(lost == AttemptReceipt(state: .queued, outcome: .lost))
        #expect(try store.claim(at: testTime) == nil)
        #expect(try store.nextClaimTime() == later)
        let second = try #require(try store.claim(at: later))
        #expect(second.token.attempt == 2)
        #expect(second.losses == 1)
        let last = try store.record(.lost(reason: "Again.", retryAt: later), by: second.token, at: later)
        #expect(last.state == .failed)
        let job = try store.job("job_1")
        #expect(job.error?.detail == "All 2 attempts were lost, the last: Again.")
        #expect(job.error?.kind == .infrastructure)
        #expect(job.attempts.map(\.reason) == ["It broke.", "Again."])
    }

    @Test(arguments: StoreKind.allCases) func aRestartCountsNotAsALoss(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        for _ in 0..<4 {
            if (try? store.job("job_1")) == nil { try store.submit("job_1", maxAttempts: 1) }
            _ = try store.claimed()
            #expect(try store.recover(at: testTime) == ["job_1"])
            #expect(try store.job("job_1").state == .queued)
        }
        #expect(try store.job("job_1").attempts.map(\.outcome) == [.lost, .lost, .lost, .lost])
        let reason = "The service stopped while the attempt ran."
        #expect(try store.job("job_1").attempts.last?.reason == reason)
        _ = try store.claimed()
        _ = try store.cancel("job_1", at: testTime)
        _ = try store.recover(at: testTime)
        #expect(try store.job("job_1").state == .cancelled)
        #expect(try store.recover(at: testTime) == [])
    }

    @Test(arguments: StoreKind.allCases) func cancelAndDeleteAreAllowedInTheirStates(_ kind: StoreKind) throws
    {
        for state in JobState.allCases {
            let (store, folder) = try kind.open()
            defer { _ = folder }
            let id = try store.job(in: state)
            #expect(try store.job(id).state == state)
            if state.isTerminal {
                #expect(throws: JobsError.notAllowed(action: "cancel", state: state)) {
                    try store.cancel(id, at: testTime)
                }
                try store.delete(id)
                #expect(throws: JobsError.unknownJob(id)) { try store.job(id) }
            } else {
                #expect(throws: JobsError.notAllowed(action: "delete", state: state)) { try store.delete(id) }
                let job = try store.cancel(id, at: testTime)
                #expect(job.state == (state.isActive ? .cancelling : .cancelled))
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func theListIsFilteredAndPagedNewestFirst(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        for number in 0..<5 {
            try store.submit(
                "job_\(number)", metadata: ["parity": number % 2 == 0 ? "even" : "odd", "it's \"": "x"])
        }
        _ = try store.cancel("job_3", at: testTime)
        let page = try store.jobs(JobQuery(limit: 2))
        #expect(page.jobs.map(\.id) == ["job_4", "job_3"])
        #expect(page.hasMore)
        let rest = try store.jobs(JobQuery(limit: 3, after: "job_3"))
        #expect(rest.jobs.map(\.id) == ["job_2", "job_1", "job_0"])
        #expect(!rest.hasMore)
        let odd = try store.jobs(
            JobQuery(states: [.queued, .failed], metadata: ["parity": "odd", "it's \"": "x"]))
        #expect(odd.jobs.map(\.id) == ["job_1"])
        #expect(try store.jobs(JobQuery(task: .detection)).jobs == [])
        #expect(try store.countByState()[.queued] == 4)
        #expect(try store.countByState()[.succeeded] == 0)
    }
}
