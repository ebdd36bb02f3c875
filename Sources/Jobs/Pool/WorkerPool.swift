internal import Dispatch
internal import Foundation
internal import Synchronization

/// The slots, and what wakes them.
final class WorkerPool: Sendable {
    private let slots: [Slot]
    private let alarm: Alarm

    init(context: PoolContext) {
        let alarm = Alarm(now: context.configuration.now)
        self.alarm = alarm
        slots = (1...max(1, context.configuration.slots)).map { number in
            Slot(number: number, context: context) { alarm.ring(at: $0) }
        }
        alarm.onRing { [weak self] in self?.wake() }
    }

    /// There may be something to claim.
    func wake() {
        for slot in slots { slot.poke() }
    }

    func stop(_ job: String, _ reason: StopReason) {
        for slot in slots { slot.stop(job, reason) }
    }

    /// Returns when no process is left; not later than ten seconds after `grace`, should the kernel keep one.
    func stop(grace: Double) {
        let group = DispatchGroup()
        for slot in slots {
            group.enter()
            slot.shutDown(grace: grace) { group.leave() }
        }
        _ = group.wait(timeout: .now() + grace + 10)
    }

    func addGauges(to statistics: inout JobsStatistics) {
        statistics.slots = slots.count
        for slot in slots {
            let gauge = slot.gauge.withLock { $0 }
            statistics.busySlots += gauge.isBusy ? 1 : 0
            statistics.spares += gauge.hasSpare ? 1 : 0
            statistics.examplesPerSecond += gauge.examplesPerSecond
        }
    }
}
