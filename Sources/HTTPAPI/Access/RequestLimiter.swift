import Synchronization

/// A bucket for each client, in bounded memory.
final class RequestLimiter<Client: Hashable & Sendable>: Sendable {
    /// Requests a minute.
    let limit: Int
    private let capacity: Int
    private let buckets = Mutex<[Client: RequestBucket]>([:])

    /// - Parameter capacity: clients that are remembered; of more, first the idle ones are forgotten.
    init(limit: Int, capacity: Int = 10_000) {
        self.limit = limit
        self.capacity = capacity
    }

    func take(_ client: Client, now: ContinuousClock.Instant) -> RequestBucket.Verdict {
        buckets.withLock { buckets in
            if buckets[client] == nil, buckets.count >= capacity { forget(&buckets, now: now) }
            return buckets[client, default: RequestBucket(limit: limit, now: now)].take(
                limit: limit, now: now)
        }
    }

    /// Clients that are remembered.
    var clients: Int { buckets.withLock(\.count) }

    /// Makes room: first of those whose bucket is full, and of any others where that is not enough.
    private func forget(_ buckets: inout [Client: RequestBucket], now: ContinuousClock.Instant) {
        buckets = buckets.filter { entry in
            var bucket = entry.value
            return !bucket.isFull(limit: limit, now: now)
        }
        guard buckets.count > capacity / 2 else { return }
        for client in Array(buckets.keys.prefix(buckets.count - capacity / 2)) { buckets[client] = nil }
    }
}
