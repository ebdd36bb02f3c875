import Foundation
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// Jobs that must start in time, and those that must end in time.
@Suite(.serialized) struct DeadlineTests {
    private static func specification(startWithin seconds: Double?, _ metadata: [String: String] = [:]) throws
        -> JobSpecification
    {
        var specification = try JobSpecification.make(metadata: metadata)
        specification.limits.startWithinSeconds = seconds
        return specification
    }

    private func submit(_ id: String, startWithin seconds: Double?, to store: any JobStore) throws {
        _ = try store.submit(
            NewJob(id: id, specification: try Self.specification(startWithin: seconds)), at: testTime,
            limits: QueueLimits(total: 100))
    }

    @Test(arguments: StoreKind.allCases) func onlyJobsThatHaveNotStartedInTimeExpire(_ kind: StoreKind) throws
    {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        for (id, seconds) in [("job_1", 10), ("job_2", 20), ("job_3", nil), ("job_4", 10), ("job_5", 10)]
            as [(String, Double?)]
        {
            try submit(id, startWithin: seconds, to: store)
        }
        // One that started and is queued again, and one that was paused before it started.
        let first = try store.claimed()
        #expect(first.token.job == "job_1")
        _ = try store.record(.lost(reason: "gone", retryAt: testTime), by: first.token, at: testTime)
        _ = try store.pause("job_4", at: testTime)
        #expect(try store.nextExpiry() == testTime.addingTimeInterval(10))
        #expect(try store.expire(at: testTime.addingTimeInterval(9.999)) == [])
        let due = testTime.addingTimeInterval(10)
        #expect(try store.expire(at: due) == ["job_4", "job_5"])
        let job = try store.job("job_5")
        #expect(job.state == .expired)
        #expect(job.finishedAt == due)
        let events = try store.events("job_5", after: 0, limit: 9)
        #expect(events.map(\.type) == [.state, .state, .end])
        #expect(
            events.last?.data
                == .object([
                    "state": .string("expired"),
                    "reason": .string(
                        "The job had not started within the 10 s that start_within_seconds allows."),
                ]))
        #expect(try store.nextExpiry() == testTime.addingTimeInterval(20))
        #expect(try store.job("job_1").state == .queued)
    }

    @Test(arguments: StoreKind.allCases) func aJobIsNotClaimedAfterItsTime(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try submit("job_1", startWithin: 10, to: store)
        #expect(try store.claim(at: testTime.addingTimeInterval(10)) == nil)
        #expect(try store.claim(at: testTime.addingTimeInterval(9.999)) != nil)
    }

    @Test func aJobExpiresByItselfWhenItsTimeComes() async throws {
        try await TestService().run { test in
            let running = try test.submit(["hold_after": "1"])
            try await test.wait(for: running.id) { $0.progress.epoch == 1 }
            let waiting = try test.service.submit(Self.specification(startWithin: 0.2))
            // Nobody looks: the change itself is waited for.
            let end = try await test.end(of: waiting)
            #expect(end.state == .expired)
            #expect(test.service.statistics.expirations == 1)
            #expect(test.notices.contains(.changed(job: waiting.id, state: .expired)))
            _ = try test.service.cancel(running.id)
            _ = try await test.end(of: running)
        }
    }

    @Test func whatExpiredWhileNoServiceRanIsEndedAtTheStart() async throws {
        let test = try TestService()
        let job = try test.service.submit(
            Self.specification(startWithin: 0.001), owner: nil)
        try await test.run { test in
            let end = try await test.end(of: job)
            #expect(end.state == .expired)
        }
    }

    @Test func anEngineThatGoesOnBeyondItsTimeIsKilled() async throws {
        try await TestService(configure: { $0.stopGrace = 0.1 }).run { test in
            let job = try await test.end(
                of: test.submit(["hold_after": "1", "ignore_stop": "true"], maxSeconds: 0.2))
            #expect(job.state == .failed)
            #expect(job.error?.kind == .limit)
            #expect(
                job.error?.detail == "The attempt ran for the 0.2 s that max_seconds allows after epoch 1.")
        }
    }
}
