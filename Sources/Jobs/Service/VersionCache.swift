internal import Synchronization

/// What was made last of the jobs that were asked for, by version: many clients ask for few jobs, and to make it again
/// takes longer than to learn that the job has not changed.
package final class VersionCache<Value: Sendable>: Sendable {
    private struct State {
        var values: [String: (version: Int, value: Value)] = [:]
        var order: [String] = []
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: how many jobs' values are kept.
    package init(limit: Int = 256) {
        self.limit = limit
    }

    package func value(of id: String, version: Int) -> Value? {
        state.withLock { state in
            guard let found = state.values[id], found.version == version else { return nil }
            return found.value
        }
    }

    package func keep(_ value: Value, of id: String, version: Int) {
        state.withLock { state in
            if state.values.updateValue((version, value), forKey: id) == nil { state.order.append(id) }
            guard state.order.count > limit else { return }
            state.values[state.order.removeFirst()] = nil
        }
    }
}
