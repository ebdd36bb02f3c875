import Dispatch
import Foundation
import Specification
import Synchronization
import Testing

@testable import Jobs

/// What becomes of a job while the store takes nothing.
@Suite(.serialized) struct JobStorageFailureTests {
    @Test func anEndIsRecordedAsSoonAsTheStoreTakesItAgain() async throws {
        let test = try TestService(wrapping: { store in
            FailingStore(store, times: 3) { if case .finished = $0 { true } else { false } }
        })
        try await test.run { test in
            let job = try await test.end(of: test.submit())
            #expect(job.state == .succeeded)
            #expect(job.attempts.count == 1)
            let failures = test.notices.filter {
                $0 == .storeFailed(reason: FailingStore.failure.description)
            }
            #expect(failures.count == 3)
        }
    }

    @Test func anEpochThatCannotBeStoredIsRepeatedByTheNextAttempt() async throws {
        let test = try TestService(wrapping: { store in
            FailingStore(store, times: 1) {
                if case .epoch(let record) = $0 { record.epoch == 2 } else { false }
            }
        })
        try await test.run { test in
            let job = try await test.end(of: test.submit(epochs: 3))
            #expect(job.state == .succeeded)
            #expect(job.attempts.map(\.outcome) == [.lost, .succeeded])
            #expect(job.attempts.first?.reason == FailingStore.failure.description)
            #expect(try test.service.epochs(job.id, after: 0, limit: 9).map(\.epoch) == [1, 2, 3])
        }
    }

    @Test func anEndThatIsNeverTakenDoesNotHoldUpTheStop() async throws {
        let test = try TestService(wrapping: { store in
            FailingStore(store, times: .max) { if case .finished = $0 { true } else { false } }
        })
        try test.service.start()
        let job = try test.submit(epochs: 1)
        try await test.wait(for: job.id) { $0.latest?.epoch == 1 }
        let engine = try #require(test.pids.first)
        let gone = DispatchSource.makeTimerSource()
        await withCheckedContinuation { continuation in
            gone.schedule(deadline: .now(), repeating: 0.01)
            gone.setEventHandler {
                guard kill(engine, 0) != 0 else { return }
                gone.cancel()
                continuation.resume()
            }
            gone.activate()
        }
        let began = ContinuousClock.now
        test.service.stop(grace: .seconds(20))
        #expect(ContinuousClock.now - began < .seconds(10))
    }

    @Test func observersHearOfEveryChangeUntilTheyLeave() async throws {
        let test = try TestService()
        let job = try test.submit()
        let (heard, continuation) = AsyncStream.makeStream(of: Int.self)
        let calls = Mutex(0)
        let first = test.service.observe(job.id) {
            continuation.yield(
                calls.withLock {
                    $0 += 1; return $0
                })
        }
        let silent = test.service.observe("job_other") { Issue.record("another job's change was told") }
        _ = try test.service.cancel(job.id)
        var iterator = heard.makeAsyncIterator()
        #expect(await iterator.next() == 1)
        first.cancel()
        let last = test.service.observe(job.id) { continuation.yield(-1) }
        try test.service.delete(job.id)
        #expect(await iterator.next() == -1)
        last.cancel()
        silent.cancel()
    }
}
