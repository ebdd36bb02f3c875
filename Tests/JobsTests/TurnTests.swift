import Foundation
import GRDB
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// Whose turn it is: priorities that age, and owners that share.
@Suite struct TurnTests {
    private let store: SQLiteJobStore

    init() throws {
        store = try .inMemory()
    }

    private func submit(_ id: String, owner: String? = nil, priority: Int = 0, minute: Double = 0) throws {
        _ = try store.submit(
            NewJob(id: id, specification: .make(priority: priority), owner: owner), at: time(minute),
            limits: QueueLimits(total: 1_000_000))
    }

    private func time(_ minute: Double) -> Date { testTime.addingTimeInterval(minute * 60) }

    private func claim(minute: Double) throws -> String? { try store.claim(at: time(minute))?.token.job }

    private func finish(_ job: String, minute: Double) throws {
        let token = AttemptToken(job: job, attempt: 1)
        _ = try store.record(.started(resumedFromEpoch: nil), by: token, at: time(minute))
        _ = try store.record(.finished(.make(), []), by: token, at: time(minute))
    }

    @Test func aPointIsWorthTenMinutes() throws {
        try submit("job_1")
        try submit("job_2", priority: 1, minute: 9.9)
        try submit("job_3", priority: 1, minute: 10.1)
        #expect(try (0..<3).map { _ in try claim(minute: 11) } == ["job_2", "job_1", "job_3"])
    }

    @Test func theLowestPriorityIsServedThoughUrgentJobsNeverEnd() throws {
        try submit("job_low", priority: -100)
        var minute = 0.0
        var served: [String] = []
        // An urgent job every five minutes, and room for one: 200 points are 2000 minutes.
        for number in 0..<1000 where !served.contains("job_low") {
            try submit("job_\(number)", priority: 100, minute: minute)
            served.append(try #require(try claim(minute: minute)))
            minute += 5
        }
        #expect(served.count == 402)
        #expect(served.last == "job_low")
    }

    @Test func theLowestPriorityOfAnotherOwnerIsServedToo() throws {
        try submit("job_low", owner: "poor", priority: -100)
        var minute = 0.0
        var served: [String] = []
        for number in 0..<1000 where !served.contains("job_low") {
            try submit("job_\(number)", owner: "rich", priority: 100, minute: minute)
            let job = try #require(try claim(minute: minute))
            served.append(job)
            if job != "job_low" { try finish(job, minute: minute) }
            minute += 5
        }
        #expect(served.last == "job_low")
        #expect((400...403).contains(served.count))
    }

    @Test func anOwnerWithManyJobsKeepsNobodyOut() throws {
        for number in 0..<5 { try submit("job_a\(number)", owner: "ann", minute: 0) }
        try submit("job_b0", owner: "bob", minute: 15)
        try submit("job_c0", owner: "cy", minute: 16)
        // Ann waited longest; then the others have their turn, though all her jobs are older.
        let order = try (0..<7).map { try claim(minute: 20 + Double($0)) }
        #expect(order == ["job_a0", "job_b0", "job_c0", "job_a1", "job_a2", "job_a3", "job_a4"])
    }

    @Test func ofEqualsTheOwnerWithFewerRunningJobsGoesFirst() throws {
        for number in 0..<3 { try submit("job_a\(number)", owner: "ann") }
        for number in 0..<3 { try submit("job_b\(number)", owner: "bob") }
        #expect(try claim(minute: 0) == "job_a0")
        #expect(try claim(minute: 0) == "job_b0")
        #expect(try claim(minute: 0) == "job_a1")
        try finish("job_a0", minute: 1)
        try finish("job_a1", minute: 1)
        // Ann was served last, but nothing of hers runs.
        #expect(try claim(minute: 1) == "job_a2")
    }

    @Test func ofEqualsWithAsManyRunningTheOneServedLongestAgoGoesFirst() throws {
        for owner in ["ann", "bob"] {
            for number in 0..<2 { try submit("job_\(owner)\(number)", owner: owner) }
        }
        #expect(try claim(minute: 0) == "job_ann0")
        #expect(try claim(minute: 1) == "job_bob0")
        for job in ["job_bob0", "job_ann0"] { try finish(job, minute: 2) }
        #expect(try claim(minute: 2) == "job_ann1")
    }

    @Test func jobsWithoutAnOwnerShareLikeOneOwner() throws {
        for number in 0..<2 { try submit("job_\(number)") }
        try submit("job_2", owner: "ann")
        #expect(try (0..<3).map { _ in try claim(minute: 0) } == ["job_0", "job_2", "job_1"])
    }

    @Test func theQueueIsReadAlongItsIndexes() throws {
        let plan = try plan(of: Turn.next, ["now": testTime.stored])
        #expect(plan.contains { $0.contains("jobs_queue (<expr>=?)") }, "\(plan)")
        // No table of jobs is read as a whole: `heads` and `waiting` have a row an owner.
        #expect(!plan.contains { $0.hasPrefix("SCAN jobs") && !$0.contains("USING") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN other") }, "\(plan)")
        let claim = try self.plan(of: SQLiteJobStore.firstAvailable)
        #expect(claim.count == 1 && claim[0].contains("jobs_available"), "\(claim)")
        let expiry = try self.plan(of: SQLiteJobStore.firstDeadline)
        #expect(expiry.count == 1 && expiry[0].contains("jobs_start_by"), "\(expiry)")
    }

    private func plan(of sql: String, _ arguments: StatementArguments = []) throws -> [String] {
        try store.database.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: arguments).map {
                $0["detail"] as String
            }
        }
    }
}
