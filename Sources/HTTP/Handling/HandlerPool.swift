import Dispatch
import Synchronization

/// Runs handlers on Dispatch, a bounded number at once, with a bounded queue before them.
///
/// The workers are serial queues: Dispatch gives each its own thread at once, where it would hand a concurrent queue
/// one thread per core and let a handler that blocks hold up the next one.
final class HandlerPool: Sendable {
    typealias Work = @Sendable () -> Void

    private struct State {
        var idle: [DispatchQueue]
        var waiting = WorkQueue()
        /// Notifications go first and are never refused; there is at most one per open request or stream.
        var notifications = WorkQueue()
    }

    private let state: Mutex<State>
    private let width: Int
    private let queueLimit: Int

    init(width: Int, queueLimit: Int) {
        self.width = width
        self.queueLimit = queueLimit
        state = Mutex(State(idle: (0..<width).map { DispatchQueue(label: "http.handler.\($0)") }))
    }

    var running: Int { state.withLock { width - $0.idle.count } }
    var queued: Int { state.withLock { $0.waiting.count } }

    /// Runs the work soon; returns `false`, and does not, if too much is waiting.
    func submit(_ work: @escaping Work) -> Bool {
        enqueue(work, isNotification: false)
    }

    /// Runs the work soon, whatever is waiting.
    func notify(_ work: @escaping Work) {
        _ = enqueue(work, isNotification: true)
    }

    private func enqueue(_ work: @escaping Work, isNotification: Bool) -> Bool {
        enum Decision {
            case start(DispatchQueue)
            case queued
            case refused
        }
        let decision = state.withLock { state -> Decision in
            if let worker = state.idle.popLast() { return .start(worker) }
            if isNotification {
                state.notifications.append(work)
            } else if state.waiting.count < queueLimit {
                state.waiting.append(work)
            } else {
                return .refused
            }
            return .queued
        }
        switch decision {
        case .start(let worker):
            worker.async { self.run(work, on: worker) }
            return true
        case .queued: return true
        case .refused: return false
        }
    }

    private func run(_ first: @escaping Work, on worker: DispatchQueue) {
        var work = first
        while true {
            work()
            let next = state.withLock { state -> Work? in
                if let next = state.notifications.popFirst() ?? state.waiting.popFirst() { return next }
                state.idle.append(worker)
                return nil
            }
            guard let next else { return }
            work = next
        }
    }
}
