import Foundation
import GRDB
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// Jobs and comparisons belong to somebody, for good.
@Suite struct OwnershipTests {
    private static func comparison() throws -> ComparisonSpecification {
        try ComparisonReader.read(
            Data(
                #"""
                {"specification": {"task": "classification"}, "methods": ["reference", "dfm"], "seeds": 2}
                """#.utf8), catalogue: .make())
    }

    private func submit(
        _ id: String, owner: String?, to store: any JobStore, perOwner: Int = 100
    ) throws {
        _ = try store.submit(
            NewJob(id: id, specification: .make(), owner: owner), at: testTime,
            limits: QueueLimits(total: 5, perOwner: perOwner))
    }

    @Test(arguments: StoreKind.allCases) func anOwnersListHasOnlyTheOwners(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try submit("job_1", owner: "ann", to: store)
        try submit("job_2", owner: "bob", to: store)
        try submit("job_3", owner: nil, to: store)
        try submit("job_4", owner: "ann", to: store)
        _ = try store.cancel("job_1", at: testTime)
        func list(_ owner: String?, _ states: Set<JobState> = [], after: String? = nil) throws -> [String] {
            try store.jobs(JobQuery(owner: owner, states: states, after: after)).jobs.map(\.id)
        }
        #expect(try list("ann") == ["job_4", "job_1"])
        #expect(try list("ann", after: "job_4") == ["job_1"])
        #expect(try list("ann", [.queued]) == ["job_4"])
        #expect(try list("bob") == ["job_2"])
        #expect(try list("eve").isEmpty)
        #expect(try list(nil) == ["job_4", "job_3", "job_2", "job_1"])
        #expect(try store.job("job_2").owner == "bob")
        #expect(try store.job("job_3").owner == nil)
        #expect(try store.owner(ofJob: "job_2") == "bob")
        #expect(try store.owner(ofJob: "job_3") == nil)
        #expect(throws: JobsError.unknownJob("job_9")) { try store.owner(ofJob: "job_9") }
    }

    @Test(arguments: StoreKind.allCases) func aComparisonsJobsAreItsOwners(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        for (id, owner) in [("cmp_1", "ann"), ("cmp_2", "bob"), ("cmp_3", nil)] {
            try store.submit(
                Self.comparison(), id: id, jobIDs: (1...4).map { "job_\(id)_\($0)" }, owner: owner,
                at: testTime, limits: QueueLimits(total: 100))
        }
        func list(_ owner: String?, after: String? = nil) throws -> [String] {
            try store.comparisons(owner: owner, after: after, limit: 9).comparisons.map(\.id)
        }
        #expect(try list("ann") == ["cmp_1"])
        #expect(try list("bob", after: "cmp_2").isEmpty)
        #expect(try list(nil) == ["cmp_3", "cmp_2", "cmp_1"])
        let owners = try store.comparisons(owner: nil, after: nil, limit: 9).comparisons.map(\.owner)
        #expect(owners == [nil, "bob", "ann"])
        #expect(try store.comparison("cmp_2").owner == "bob")
        #expect(try store.owner(ofComparison: "cmp_2") == "bob")
        #expect(try store.owner(ofComparison: "cmp_3") == nil)
        #expect(throws: JobsError.unknownComparison("cmp_9")) { try store.owner(ofComparison: "cmp_9") }
        #expect(try store.jobs(JobQuery(owner: "ann")).jobs.count == 4)
    }

    @Test(arguments: StoreKind.allCases) func anOwnersQueueIsLimitedApartFromTheOthers(_ kind: StoreKind)
        throws
    {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try submit("job_1", owner: "ann", to: store, perOwner: 2)
        try submit("job_2", owner: "ann", to: store, perOwner: 2)
        #expect(throws: JobsError.ownerQueueFull(limit: 2)) {
            try submit("job_3", owner: "ann", to: store, perOwner: 2)
        }
        #expect(throws: JobsError.queueFullForComparison(jobs: 4, limit: 3)) {
            try store.submit(
                Self.comparison(), id: "cmp_1", jobIDs: ["a", "b", "c", "d"], owner: "ann", at: testTime,
                limits: QueueLimits(total: 100, perOwner: 3))
        }
        #expect(try store.jobs(JobQuery()).jobs.count == 2)
        try submit("job_3", owner: "bob", to: store, perOwner: 2)
        try submit("job_4", owner: nil, to: store, perOwner: 0)
        _ = try store.claim(at: testTime)
        try submit("job_5", owner: "ann", to: store, perOwner: 2)
        // Five are allowed in all.
        try submit("job_6", owner: "bob", to: store, perOwner: 2)
        #expect(throws: JobsError.queueFull(limit: 5)) { try submit("job_7", owner: "eve", to: store) }
    }

    @Test(arguments: [
        "UPDATE jobs SET owner = 'bob'", "UPDATE jobs SET owner = NULL",
        "UPDATE comparisons SET owner = 'bob'", "UPDATE comparisons SET owner = NULL",
    ]) func theSchemaKeepsTheOwner(_ statement: String) throws {
        let store = try SQLiteJobStore.inMemory()
        try store.submit(
            Self.comparison(), id: "cmp_1", jobIDs: ["a", "b", "c", "d"], owner: "ann", at: testTime,
            limits: QueueLimits(total: 100))
        #expect(throws: DatabaseError.self) { try store.database.write { try $0.execute(sql: statement) } }
        #expect(try store.job("a").owner == "ann")
        #expect(try store.comparison("cmp_1").owner == "ann")
    }

    @Test(arguments: [
        (
            "SELECT * FROM jobs WHERE true AND owner = ? AND id < ? ORDER BY id DESC LIMIT 21",
            "SEARCH jobs USING INDEX jobs_owner (owner=? AND id<?)"
        ),
        (
            "SELECT * FROM jobs WHERE true AND state IN (?) AND owner = ? ORDER BY id DESC LIMIT 21",
            "SEARCH jobs USING INDEX jobs_owner_state (owner=? AND state=?)"
        ),
        (
            "SELECT count(*) FROM jobs WHERE state = 'queued' AND owner = ?",
            "SEARCH jobs USING COVERING INDEX jobs_owner_state (owner=? AND state=?)"
        ),
        (
            "SELECT id FROM comparisons WHERE true AND owner = ? AND id < ? ORDER BY id DESC LIMIT 21",
            "SEARCH comparisons USING COVERING INDEX comparisons_owner (owner=? AND id<?)"
        ),
    ]) func anOwnersListIsReadFromAnIndex(_ query: String, _ plan: String) throws {
        let store = try SQLiteJobStore.inMemory()
        let steps = try store.database.read { database in
            let values = Array(repeating: "x", count: query.count { $0 == "?" })
            return try Row.fetchAll(
                database, sql: "EXPLAIN QUERY PLAN \(query)", arguments: StatementArguments(values)
            ).map { $0["detail"] as String }
        }
        #expect(steps == [plan])
    }
}
