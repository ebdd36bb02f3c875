import Foundation
import ServiceTestSupport
import Specification
import Synchronization
import Testing

@testable import Jobs

/// What becomes of a delivery, with a post that the test makes up.
@Suite(.serialized) struct WebhookSenderTests {
    /// A sender on a store in memory, and what it was seen to do.
    private final class Bench: Sendable {
        struct Try: Equatable {
            var id: String
            var attempts: Int
        }

        let store: SQLiteJobStore
        private let tries = Mutex<[Try]>([])
        private let notices = Mutex<[JobNotice]>([])
        private let signal = DispatchSemaphore(value: 0)

        init() throws { store = try .inMemory() }

        func sender(
            delays: [Double] = [0.01, 0.01], width: Int = 4,
            post: @escaping @Sendable (WebhookDelivery) -> WebhookOutcome
        ) -> WebhookSender {
            var options = WebhookOptions()
            options.retryDelays = delays
            options.width = width
            return WebhookSender(
                outbox: store, options: options, now: { Date() },
                post: { [self] delivery, _ in
                    let outcome = post(delivery)
                    tries.withLock { $0.append(Try(id: delivery.id, attempts: delivery.attempts)) }
                    signal.signal()
                    return outcome
                }, notice: { [self] notice in notices.withLock { $0.append(notice) } })
        }

        /// Waits for so many more tries.
        func wait(_ count: Int, sourceLocation: SourceLocation = #_sourceLocation) {
            for _ in 0..<count where signal.wait(timeout: .now() + 30) == .timedOut {
                Issue.record("there were \(allTries.count) tries", sourceLocation: sourceLocation)
            }
        }

        var allTries: [Try] { tries.withLock { $0 } }
        var failures: [(reason: String, isFinal: Bool)] {
            notices.withLock { $0 }.compactMap {
                if case .webhookFailed(_, let reason, let retryAt) = $0 {
                    (reason, retryAt == nil)
                } else {
                    nil
                }
            }
        }

        /// A job that ended, so that its end waits to be posted.
        func end(_ id: String, url: String = "http://a.example/hook") throws {
            var specification = try JobSpecification.make()
            specification.notify = NotificationPlan(url: url)
            _ = try store.submit(
                NewJob(id: id, specification: specification), at: Date(), limits: QueueLimits(total: 100))
            _ = try store.cancel(id, at: Date())
        }

        /// Until nothing waits any more.
        func drain() async throws {
            let end = ContinuousClock.now + .seconds(30)
            while try store.countDeliveries() > 0 {
                try #require(ContinuousClock.now < end)
                await Task.yield()
            }
        }
    }

    @Test func whatIsDeliveredIsDoneWith() async throws {
        let bench = try Bench()
        try bench.end("job_1")
        let sender = bench.sender { _ in .delivered }
        sender.start()
        defer { sender.stop(grace: 1) }
        bench.wait(1)
        try await bench.drain()
        #expect(bench.allTries.map(\.id) == ["msg_job_1"])
        #expect(sender.counts.delivered == 1)
        try bench.end("job_2")
        sender.wake()
        bench.wait(1)
        try await bench.drain()
        #expect(bench.allTries.map(\.id) == ["msg_job_1", "msg_job_2"])
    }

    @Test func whatFailsComesAgainUntilTheTriesAreUsedUp() async throws {
        let bench = try Bench()
        try bench.end("job_1")
        let sender = bench.sender { _ in .failed(reason: "the receiver answered 500") }
        sender.start()
        defer { sender.stop(grace: 1) }
        bench.wait(3)
        try await bench.drain()
        #expect(bench.allTries == (0..<3).map { .init(id: "msg_job_1", attempts: $0) })
        #expect(bench.failures.map(\.isFinal) == [false, false, true])
        #expect(bench.failures.allSatisfy { $0.reason == "the receiver answered 500" })
        #expect(sender.counts.retries == 2)
        #expect(sender.counts.abandoned == 1)
    }

    @Test func whatIsRejectedIsNotTriedAgain() async throws {
        let bench = try Bench()
        try bench.end("job_1")
        let sender = bench.sender { _ in .rejected(reason: "gone") }
        sender.start()
        defer { sender.stop(grace: 1) }
        bench.wait(1)
        try await bench.drain()
        #expect(bench.allTries.count == 1)
        #expect(bench.failures.map(\.isFinal) == [true])
    }

    @Test func aRetryOutlivesTheService() async throws {
        let bench = try Bench()
        try bench.end("job_1")
        let first = bench.sender(delays: [0.01]) { _ in .failed(reason: "down") }
        first.start()
        bench.wait(1)
        first.stop(grace: 5)
        let second = bench.sender { _ in .delivered }
        second.start()
        defer { second.stop(grace: 1) }
        bench.wait(1)
        try await bench.drain()
        #expect(bench.allTries.last == .init(id: "msg_job_1", attempts: 1))
    }

    @Test func aSlowHostHoldsUpNoOther() async throws {
        let bench = try Bench()
        let release = DispatchSemaphore(value: 0)
        for number in 0..<3 { try bench.end("job_\(number)", url: "http://slow.example/\(number)") }
        try bench.end("job_9", url: "http://quick.example/")
        let most = Mutex((now: 0, most: 0))
        let sender = bench.sender { delivery in
            guard delivery.host == "slow.example" else { return .delivered }
            most.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            release.wait()
            most.withLock { $0.now -= 1 }
            return .delivered
        }
        sender.start()
        defer { sender.stop(grace: 1) }
        bench.wait(1)
        #expect(bench.allTries.map(\.id) == ["msg_job_9"])
        for _ in 0..<3 { release.signal() }
        bench.wait(3)
        try await bench.drain()
        #expect(most.withLock(\.most) == 1)
    }

    /// More than are looked for at once.
    @Test func manyEndsForOneSlowHostHoldUpNoOther() throws {
        let bench = try Bench()
        let release = DispatchSemaphore(value: 0)
        for number in 0..<70 { try bench.end("job_\(number)", url: "http://slow.example/hook") }
        try bench.end("job_quick", url: "http://quick.example/hook")
        let sender = bench.sender { delivery in
            guard delivery.host == "slow.example" else { return .delivered }
            release.wait()
            return .stopped
        }
        sender.start()
        bench.wait(1)
        #expect(bench.allTries.map(\.id) == ["msg_job_quick"])
        release.signal()
        sender.stop(grace: 1)
    }

    @Test func aRetryComesInItsTimeBesideWhatWaitsForASlowHost() throws {
        let bench = try Bench()
        let release = DispatchSemaphore(value: 0)
        for number in 0..<2 { try bench.end("job_\(number)", url: "http://slow.example/hook") }
        try bench.end("job_quick", url: "http://quick.example/hook")
        let sender = bench.sender { delivery in
            guard delivery.host == "slow.example" else {
                return delivery.attempts == 0 ? .failed(reason: "busy") : .delivered
            }
            release.wait()
            return .stopped
        }
        sender.start()
        bench.wait(2)
        #expect(bench.allTries == (0..<2).map { .init(id: "msg_job_quick", attempts: $0) })
        release.signal()
        sender.stop(grace: 1)
    }

    @Test func whatIsBrokenOffByAStopIsLeftForTheNextService() throws {
        let bench = try Bench()
        try bench.end("job_1")
        let sender = bench.sender { _ in .stopped }
        sender.start()
        bench.wait(1)
        sender.stop(grace: 1)
        #expect(try bench.store.countDeliveries() == 1)
        #expect(bench.failures.isEmpty)
    }
}
