internal import Dispatch
internal import Synchronization

/// Who wants to know of which job. Calls are made on one serial queue, after the change is committed.
final class JobObservers: Sendable {
    private struct State {
        var next = 0
        var byJob: [String: [Int: @Sendable () -> Void]] = [:]
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "l2t.jobs.observers")

    func observe(_ job: String, _ changed: @escaping @Sendable () -> Void) -> JobObservation {
        let key = state.withLock { state in
            state.next += 1
            state.byJob[job, default: [:]][state.next] = changed
            return state.next
        }
        return JobObservation { [weak self] in self?.remove(key, of: job) }
    }

    func notify(_ job: String) {
        guard state.withLock({ $0.byJob[job] != nil }) else { return }
        queue.async { [self] in
            let observers = state.withLock { $0.byJob[job].map { Array($0.values) } ?? [] }
            for changed in observers { changed() }
        }
    }

    private func remove(_ key: Int, of job: String) {
        state.withLock { state in
            state.byJob[job]?[key] = nil
            if state.byJob[job]?.isEmpty == true { state.byJob[job] = nil }
        }
    }
}
