internal import Specification
internal import Synchronization

/// The jobs that were asked for last, by version: many clients ask for few jobs, and to decode one takes longer than
/// to learn that it has not changed.
final class JobCache: Sendable {
    private static let limit = 256

    private struct State {
        var jobs: [String: (version: Int, job: Job)] = [:]
        var order: [String] = []
    }

    private let state = Mutex(State())

    func job(_ id: String, version: Int) -> Job? {
        state.withLock { state in
            guard let found = state.jobs[id], found.version == version else { return nil }
            return found.job
        }
    }

    func keep(_ job: Job, version: Int) {
        state.withLock { state in
            if state.jobs.updateValue((version, job), forKey: job.id) == nil { state.order.append(job.id) }
            guard state.order.count > Self.limit else { return }
            state.jobs[state.order.removeFirst()] = nil
        }
    }
}
