import Foundation
import GRDB
import ServiceTestSupport
import Specification
import Testing

@testable import Jobs

/// What every store must do with comparisons.
@Suite struct ComparisonStoreTests {
    private static func comparison(seeds: Int = 2) throws -> ComparisonSpecification {
        try ComparisonReader.read(
            Data(
                #"""
                {"specification": {"task": "classification", "training": {"epochs": 3}}, "name": "digits",
                 "methods": ["reference", "dfm"], "seeds": \#(seeds)}
                """#.utf8), catalogue: .make())
    }

    /// Stores a comparison of four jobs. - Returns: the jobs' ids.
    @discardableResult
    private func submit(_ id: String, to store: any JobStore, queueLimit: Int = 100) throws -> [String] {
        let ids = (1...4).map { "job_\(id)_\($0)" }
        try store.submit(
            Self.comparison(), id: id, jobIDs: ids, owner: nil, at: testTime,
            limits: QueueLimits(total: queueLimit))
        return ids
    }

    @Test(arguments: StoreKind.allCases) func aComparisonIsStoredWithItsJobs(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let ids = try submit("cmp_1", to: store)
        let stored = try store.comparison("cmp_1")
        let planned = try Self.comparison().jobs(id: "cmp_1")
        #expect(stored.specification == (try Self.comparison()))
        #expect(stored.createdAt == testTime)
        #expect(stored.members.map(\.entry) == planned.map(\.entry))
        #expect(stored.members.map(\.job) == ids.map { .init(id: $0, state: .queued) })
        #expect(try ids.map { try store.job($0).specification } == planned.map(\.specification))
        #expect(try store.events(ids[3], after: 0, limit: 9).map(\.type) == [.state])
        let found = try store.jobs(JobQuery(metadata: ["comparison": "cmp_1", "method": "dfm"])).jobs
        #expect(found.map(\.id) == [ids[3], ids[1]])
        // The oldest of the same priority: seed by seed.
        #expect(try (0..<5).map { _ in try store.claim(at: testTime)?.token.job } == ids + [nil])
    }

    @Test(arguments: StoreKind.allCases) func aQueueWithoutRoomForAllTakesNone(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try store.submit("job_0")
        #expect(throws: JobsError.queueFullForComparison(jobs: 4, limit: 4)) {
            try submit("cmp_1", to: store, queueLimit: 4)
        }
        #expect(throws: JobsError.unknownComparison("cmp_1")) { try store.comparison("cmp_1") }
        #expect(try store.jobs(JobQuery()).jobs.map(\.id) == ["job_0"])
        try submit("cmp_1", to: store, queueLimit: 5)
        #expect(try store.countByState()[.queued] == 5)
    }

    @Test(arguments: StoreKind.allCases) func anIdThatIsTakenStoresNothing(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try store.submit("job_cmp_1_4")
        #expect(throws: JobsError.self) { try submit("cmp_1", to: store) }
        #expect(throws: JobsError.self) {
            try store.submit(
                Self.comparison(), id: "cmp_1", jobIDs: ["job_1"], owner: nil, at: testTime,
                limits: QueueLimits(total: 100))
        }
        #expect(try store.comparisons(owner: nil, after: nil, limit: 9).comparisons.isEmpty)
        #expect(try store.jobs(JobQuery()).jobs.count == 1)
    }

    @Test(arguments: StoreKind.allCases) func whatIsUnknownIsRefused(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let unknown = JobsError.unknownComparison("cmp_1")
        #expect(throws: unknown) { try store.comparison("cmp_1") }
        #expect(throws: unknown) { try store.cancelComparison("cmp_1", at: testTime) }
        #expect(throws: unknown) { try store.deleteComparison("cmp_1") }
    }

    @Test(arguments: StoreKind.allCases) func theListIsPagedNewestFirst(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        for number in 1...3 { try submit("cmp_\(number)", to: store) }
        _ = try store.claim(at: testTime)
        let page = try store.comparisons(owner: nil, after: nil, limit: 2)
        #expect(page.comparisons.map(\.id) == ["cmp_3", "cmp_2"])
        #expect(page.hasMore)
        let rest = try store.comparisons(owner: nil, after: "cmp_2", limit: 2)
        #expect(rest.comparisons.map(\.id) == ["cmp_1"])
        #expect(!rest.hasMore)
        let first = try #require(rest.comparisons.first)
        #expect(first.progress == ComparisonProgress(jobs: 4, states: [.queued: 3, .starting: 1]))
        #expect(first.name == "digits")
        #expect(first.state == .running)
        #expect(first.table == nil)
    }

    @Test(arguments: StoreKind.allCases) func resultsAndFailuresAreFound(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let ids = try submit("cmp_1", to: store)
        let failure = JobFailure(kind: .diverged, detail: "It is infinite.")
        _ = try store.record(.finished(.make(), []), by: store.claimed().token, at: testTime)
        _ = try store.record(.failed(failure), by: store.claimed().token, at: testTime)
        #expect(
            try store.comparison("cmp_1").members.map(\.job) == [
                .init(id: ids[0], state: .succeeded, result: .make()),
                .init(id: ids[1], state: .failed, error: failure),
                .init(id: ids[2], state: .queued), .init(id: ids[3], state: .queued),
            ])
        let comparison = Comparison(try store.comparison("cmp_1"))
        #expect(
            comparison.progress
                == ComparisonProgress(jobs: 4, states: [.succeeded: 1, .failed: 1, .queued: 2]))
        #expect(comparison.table?.rows[0].outcomes[0].score == 0.75)
        #expect(comparison.table?.rows[1].outcomes[0].reason == "diverged: It is infinite.")
    }

    @Test(arguments: StoreKind.allCases) func aCancelReachesEveryJobThatHasNotEnded(_ kind: StoreKind) throws
    {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let ids = try submit("cmp_1", to: store)
        _ = try store.record(.finished(.make(), []), by: store.claimed().token, at: testTime)
        let running = try store.claimed().token
        let expected = [ids[1]: JobState.cancelling, ids[2]: .cancelled, ids[3]: .cancelled]
        #expect(try store.cancelComparison("cmp_1", at: testTime) == expected)
        #expect(try store.events(ids[3], after: 0, limit: 9).map(\.type) == [.state, .state, .end])
        // While one is stopping, another cancel is no error; and nothing that has not ended can be deleted.
        #expect(try store.cancelComparison("cmp_1", at: testTime) == [ids[1]: .cancelling])
        #expect(throws: JobsError.comparisonNotAllowed(action: "delete", unfinished: 1)) {
            try store.deleteComparison("cmp_1")
        }
        _ = try store.record(.stopped(reason: "cancel"), by: running, at: testTime)
        #expect(throws: JobsError.comparisonNotAllowed(action: "cancel", unfinished: 0)) {
            try store.cancelComparison("cmp_1", at: testTime)
        }
        #expect(Comparison(try store.comparison("cmp_1")).state == .finished)
    }

    @Test(arguments: StoreKind.allCases) func aDeletedComparisonTakesItsJobsAndNoOthers(_ kind: StoreKind)
        throws
    {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let ids = try submit("cmp_1", to: store)
        let others = try submit("cmp_2", to: store)
        _ = try store.cancelComparison("cmp_1", at: testTime)
        // One of them is deleted by itself first.
        try store.delete(ids[1])
        let stored = try store.comparison("cmp_1")
        #expect(stored.members.map { $0.job?.id } == [ids[0], nil, ids[2], ids[3]])
        #expect(Comparison(stored).table?.rows[1].outcomes[0] == ComparisonOutcome(seed: 1))
        #expect(
            try store.comparisons(owner: nil, after: nil, limit: 9).comparisons[1].progress
                == ComparisonProgress(jobs: 4, states: [.cancelled: 3]))
        #expect(try store.deleteComparison("cmp_1") == [ids[0], ids[2], ids[3]])
        #expect(throws: JobsError.unknownComparison("cmp_1")) { try store.comparison("cmp_1") }
        #expect(try store.jobs(JobQuery()).jobs.map(\.id) == others.reversed())
        #expect(try store.comparison("cmp_2").members.map { $0.job?.id } == others)
    }

    @Test func comparisonsAreThereWhenTheStoreIsReopened() throws {
        let folder = TestFolder()
        let path = folder.path + "/jobs.sqlite"
        try submit("cmp_1", to: SQLiteJobStore(path: path))
        let stored = try SQLiteJobStore(path: path).comparison("cmp_1")
        #expect(stored.specification == (try Self.comparison()))
        #expect(stored.members.count == 4)
    }

    @Test func aDatabaseOfTheVersionBeforeIsBroughtUpToDate() throws {
        let folder = TestFolder()
        let path = folder.path + "/jobs.sqlite"
        let old = try DatabaseQueue(path: path)
        try SQLiteJobStore.migrator.migrate(old, upTo: "1 jobs")
        try old.close()
        let store = try SQLiteJobStore(path: path)
        try submit("cmp_1", to: store)
        #expect(try store.comparison("cmp_1").members.count == 4)
    }

    @Test(arguments: [
        "UPDATE comparisons SET document = 'x'",
        "UPDATE comparisons SET id = NULL",
        "INSERT INTO comparisons (id, created_at, document) VALUES ('cmp_1', 1, '{}')",
        "UPDATE comparison_jobs SET number = 0 WHERE number = 1",
        "UPDATE comparison_jobs SET job = 1 WHERE number = 2",
        "UPDATE comparison_jobs SET job = 99 WHERE number = 2",
        "UPDATE comparison_jobs SET entry = (SELECT entry FROM comparison_jobs WHERE number = 1)",
    ]) func theSchemaRefuses(_ statement: String) throws {
        let store = try SQLiteJobStore.inMemory()
        try submit("cmp_1", to: store)
        let before = try store.comparison("cmp_1")
        #expect(throws: DatabaseError.self) { try store.database.write { try $0.execute(sql: statement) } }
        #expect(try store.comparison("cmp_1") == before)
    }
}
