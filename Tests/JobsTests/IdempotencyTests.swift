import Foundation
import GRDB
import ServiceTestSupport
import Specification
import Synchronization
import Testing

@testable import Jobs

/// A request that is repeated makes nothing twice.
@Suite struct IdempotencyTests {
    private func request(_ key: String, owner: String? = nil, body: String = "{}") throws -> IdempotentRequest
    {
        try IdempotentRequest(owner: owner, key: key, operation: "createJob", body: Array(body.utf8))
    }

    private func submit(
        _ id: String, _ request: IdempotentRequest, to store: any JobStore, at time: Date = testTime
    )
        throws
    {
        _ = try store.submit(
            NewJob(id: id, specification: .make(), owner: request.owner), at: time,
            limits: QueueLimits(total: 100),
            once: (request, IdempotentAnswer(resource: id, body: #"{"id":"\#(id)"}"#)))
    }

    @Test(arguments: StoreKind.allCases) func anAnswerIsRememberedForADay(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        let request = try request("a")
        #expect(try store.answer(to: request, at: testTime) == nil)
        try submit("job_1", request, to: store)
        let answer = IdempotentAnswer(resource: "job_1", body: #"{"id":"job_1"}"#, isRepeated: true)
        let day = testTime.addingTimeInterval(86_400)
        #expect(try store.answer(to: request, at: day.addingTimeInterval(-0.001)) == answer)
        #expect(try store.answer(to: request, at: day) == nil)
        // The key is free again.
        try submit("job_2", request, to: store, at: day)
        #expect(try store.answer(to: request, at: day)?.resource == "job_2")
    }

    @Test(arguments: StoreKind.allCases) func keysOfDifferentOwnersAreDifferent(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        for (number, owner) in [nil, "ann", "bob"].enumerated() {
            let request = try request("a", owner: owner)
            #expect(try store.answer(to: request, at: testTime) == nil)
            try submit("job_\(number)", request, to: store)
        }
    }

    @Test(arguments: StoreKind.allCases) func aKeyBelongsToOneRequest(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try submit("job_1", try request("a"), to: store)
        let others = [
            try request("a", body: "{ }"),
            try IdempotentRequest(
                owner: nil, key: "a", operation: "createComparison", body: Array("{}".utf8)),
        ]
        for other in others {
            #expect(throws: JobsError.idempotencyKeyReused) { try store.answer(to: other, at: testTime) }
        }
    }

    @Test(arguments: StoreKind.allCases) func jobAndKeyAreStoredTogetherOrNotAtAll(_ kind: StoreKind) throws {
        let (store, folder) = try kind.open()
        defer { _ = folder }
        try submit("job_1", try request("a"), to: store)
        // The key is taken: the job is not stored either.
        #expect(throws: JobsError.self) { try submit("job_2", try request("a"), to: store) }
        #expect(throws: JobsError.unknownJob("job_2")) { try store.job("job_2") }
        // The job cannot be stored: the key is not taken.
        #expect(throws: JobsError.self) { try submit("job_1", try request("b"), to: store) }
        #expect(try store.answer(to: try request("b"), at: testTime) == nil)
    }

    @Test func oldKeysAreRemoved() throws {
        let store = try SQLiteJobStore.inMemory()
        func count() throws -> Int? {
            try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM idempotency_keys") }
        }
        try submit("job_1", try request("a"), to: store)
        try store.forgetKeys(at: testTime.addingTimeInterval(86_399))
        #expect(try count() == 1)
        try store.forgetKeys(at: testTime.addingTimeInterval(86_400))
        #expect(try count() == 0)
    }

    @Test func theSameRequestAtTheSameTimeIsRefused() throws {
        let test = try TestService()
        let request = try request("a")
        let answer = try test.service.once(request) {
            // Still under way: whoever asks now is told to come again.
            #expect(throws: JobsError.requestInFlight) {
                try test.service.once(request) { IdempotentAnswer(resource: "x", body: "{}") }
            }
            return try test.service.submit(.make(), answering: request)
        }
        #expect(!answer.isRepeated)
        let again = try test.service.once(request) {
            Issue.record("it was done twice")
            return answer
        }
        #expect(again.isRepeated)
        #expect(again.body == answer.body)
        #expect(try test.store.countByState()[.queued] == 1)
    }

    @Test func whatFailedMayBeTriedAgainWithItsKey() throws {
        let test = try TestService(configure: { $0.queueLimits.total = 1 })
        let first = try test.submit()
        let request = try request("a")
        #expect(throws: JobsError.queueFull(limit: 1)) {
            try test.service.once(request) { try test.service.submit(.make(), answering: request) }
        }
        _ = try test.service.cancel(first.id)
        let answer = try test.service.once(request) { try test.service.submit(.make(), answering: request) }
        #expect(!answer.isRepeated)
    }

    @Test func manyAtOnceMakeOneJob() throws {
        let test = try TestService()
        let request = try request("a")
        let outcomes = Mutex<[String: Int]>([:])
        DispatchQueue.concurrentPerform(iterations: 64) { _ in
            let outcome: String
            do {
                let answer = try test.service.once(request) {
                    try test.service.submit(.make(), answering: request)
                }
                outcome = answer.isRepeated ? "repeated" : "made"
            } catch {
                outcome = error as? JobsError == .requestInFlight ? "in flight" : "\(error)"
            }
            outcomes.withLock { $0[outcome, default: 0] += 1 }
        }
        let found = outcomes.withLock { $0 }
        #expect(found["made"] == 1)
        #expect(Set(found.keys).isSubset(of: ["made", "repeated", "in flight"]))
        #expect(try test.store.countByState()[.queued] == 1)
    }
}
