internal import Dispatch
internal import Foundation
internal import Synchronization

/// Ends the jobs that waited too long, when their time comes, and forgets old requests.
final class Housekeeper: Sendable {
    /// Seconds between two rounds that come whatever the deadlines: clocks are set, and stores fail.
    private static let interval = 60.0
    private static let storeDelay = 5.0

    private let context: PoolContext
    private let alarm: Alarm
    private let queue = DispatchQueue(label: "l2t.jobs.housekeeper")
    private let isRunning = Atomic(false)
    /// Never touched again but to be cancelled.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    init(context: PoolContext) {
        self.context = context
        alarm = Alarm(now: context.configuration.now)
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(
            deadline: .now() + Self.interval, repeating: Self.interval, leeway: .seconds(1))
        timer.setEventHandler { [weak self] in self?.clean() }
        timer.activate()
        alarm.onRing { [weak self] in self?.wake() }
    }

    deinit {
        timer.cancel()
    }

    func start() {
        isRunning.store(true, ordering: .releasing)
        queue.async { [self] in clean() }
    }

    func stop() {
        isRunning.store(false, ordering: .releasing)
        // What is under way ends first.
        queue.sync {}
    }

    /// A job may expire then.
    func ring(at time: Date) {
        alarm.ring(at: time)
    }

    private func wake() {
        queue.async { [self] in expire() }
    }

    private func clean() {
        expire()
        attempt { () throws(JobsError) in try context.store.forgetKeys(at: context.configuration.now()) }
    }

    private func expire() {
        attempt { () throws(JobsError) in
            let now = context.configuration.now()
            if let first = try context.store.nextExpiry(), first <= now {
                let expired = try context.store.expire(at: now)
                context.count { $0.expirations += expired.count }
                for job in expired { context.tell(job, .expired) }
            }
            if let next = try context.store.nextExpiry() { alarm.ring(at: next) }
        }
    }

    private func attempt(_ work: () throws(JobsError) -> Void) {
        guard isRunning.load(ordering: .acquiring) else { return }
        do throws(JobsError) {
            try work()
        } catch {
            context.notice(.storeFailed(reason: "\(error)"))
            alarm.ring(at: context.configuration.now().addingTimeInterval(Self.storeDelay))
        }
    }
}
