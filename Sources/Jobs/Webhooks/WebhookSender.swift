internal import Dispatch
internal import Foundation
internal import Synchronization

/// Posts what waits in the outbox: several at once, one to a host at a time, and what fails again later.
final class WebhookSender: Sendable {
    typealias Post = @Sendable (WebhookDelivery, Date) -> WebhookOutcome

    struct Counts: Sendable {
        var delivered = 0
        var retries = 0
        var abandoned = 0
    }

    private struct State {
        /// Until it starts, too.
        var isStopped = true
        var counts = Counts()
        /// Under way, by id; a delivery stays here until the store knows what became of it.
        var hosts: [String: String] = [:]
    }

    private let outbox: any WebhookOutbox
    private let options: WebhookOptions
    private let now: @Sendable () -> Date
    private let post: Post
    private let notice: @Sendable (JobNotice) -> Void
    private let alarm: Alarm
    private let queue = DispatchQueue(label: "l2t.jobs.webhooks")
    private let posting = DispatchQueue(label: "l2t.jobs.webhooks.post", attributes: .concurrent)
    private let underWay = DispatchGroup()
    private let stopFlag: StopFlag
    private let state = Mutex(State())

    /// - Parameter post: how a delivery is posted; nil takes libcurl.
    init(
        outbox: any WebhookOutbox, options: WebhookOptions, now: @escaping @Sendable () -> Date,
        post: Post? = nil, notice: @escaping @Sendable (JobNotice) -> Void
    ) {
        self.outbox = outbox
        self.options = options
        self.now = now
        self.notice = notice
        alarm = Alarm(now: now)
        let stopFlag = StopFlag()
        self.stopFlag = stopFlag
        let client = WebhookPost(options: options) { !stopFlag.isSet }
        self.post = post ?? { client($0, at: $1) }
        alarm.onRing { [weak self] in self?.wake() }
    }

    var counts: Counts { state.withLock(\.counts) }

    func start() {
        stopFlag.set(false)
        state.withLock { $0.isStopped = false }
        wake()
    }

    /// There may be something to deliver. May be called from anywhere.
    func wake() {
        queue.async { [self] in pump() }
    }

    /// Begins no delivery any more, and breaks off those under way.
    func stop(grace: Double) {
        state.withLock { $0.isStopped = true }
        stopFlag.set(true)
        _ = underWay.wait(timeout: .now() + grace + 2)
    }

    private func pump() {
        let time = now()
        var (room, taken) = state.withLock {
            ($0.isStopped ? 0 : options.width - $0.hosts.count, Set($0.hosts.values))
        }
        guard room > 0 else { return }
        do throws(JobsError) {
            // All that were found may be for one host: then there are more to look for.
            while room > 0 {
                let due = try outbox.dueDeliveries(at: time, except: taken, limit: room)
                guard !due.isEmpty else { break }
                for delivery in due where taken.insert(delivery.host).inserted {
                    begin(delivery)
                    room -= 1
                }
            }
            // What is due already waits for one that is under way: its end wakes.
            if let next = try outbox.nextDeliveryTime(after: time) { alarm.ring(at: next) }
        } catch {
            notice(.storeFailed(reason: "\(error)"))
            alarm.ring(at: now().addingTimeInterval(options.storeDelay))
        }
    }

    private func begin(_ delivery: WebhookDelivery) {
        state.withLock { $0.hosts[delivery.id] = delivery.host }
        posting.async(group: underWay) { [self] in
            let outcome = post(delivery, now())
            var retryAt: Date?
            if case .failed = outcome, delivery.attempts < options.retryDelays.count {
                retryAt = now().addingTimeInterval(options.retryDelays[delivery.attempts])
            }
            guard outcome != .stopped else {
                state.withLock { $0.hosts[delivery.id] = nil }
                return
            }
            tell(delivery, outcome, retryAt: retryAt)
            settle(delivery, retryAt: retryAt)
        }
    }

    private func tell(_ delivery: WebhookDelivery, _ outcome: WebhookOutcome, retryAt: Date?) {
        switch outcome {
        case .delivered: state.withLock { $0.counts.delivered += 1 }
        case .failed(let reason), .rejected(let reason):
            state.withLock { state in
                if retryAt == nil { state.counts.abandoned += 1 } else { state.counts.retries += 1 }
            }
            notice(.webhookFailed(job: delivery.job, reason: reason, retryAt: retryAt))
        case .stopped: break
        }
    }

    private func settle(_ delivery: WebhookDelivery, retryAt: Date?) {
        do throws(JobsError) {
            try outbox.settle(delivery: delivery.id, retryAt: retryAt)
            state.withLock { $0.hosts[delivery.id] = nil }
            wake()
        } catch {
            notice(.storeFailed(reason: "\(error)"))
            guard !state.withLock(\.isStopped) else { return }
            posting.asyncAfter(deadline: .now() + options.storeDelay) { [weak self] in
                self?.settle(delivery, retryAt: retryAt)
            }
        }
    }
}
