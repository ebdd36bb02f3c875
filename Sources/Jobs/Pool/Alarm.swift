internal import Dispatch
internal import Foundation
internal import Synchronization

/// Rings once at the earliest of the times it was given.
final class Alarm: Sendable {
    private struct State {
        var time: Date?
        var ring: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "l2t.jobs.alarm")
    private let now: @Sendable () -> Date

    init(now: @escaping @Sendable () -> Date) {
        self.now = now
    }

    func onRing(_ ring: @escaping @Sendable () -> Void) {
        state.withLock { $0.ring = ring }
    }

    func ring(at time: Date) {
        let isEarlier = state.withLock { state in
            if let set = state.time, set <= time { return false }
            state.time = time
            return true
        }
        guard isEarlier else { return }
        // A millisecond more, because times are stored in whole ones.
        queue.asyncAfter(deadline: .now() + max(0, time.timeIntervalSince(now())) + 0.001) { [weak self] in
            guard let self else { return }
            let ring = state.withLock { state in
                if state.time == time { state.time = nil }
                return state.ring
            }
            ring?()
        }
    }
}
