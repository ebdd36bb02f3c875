/// Connections by the time at which each wants to be looked at: a binary heap. A deadline that moves later costs
/// nothing until its old time comes; so each connection has few entries, however many requests it makes.
struct DeadlineQueue: Sendable {
    struct Entry: Sendable, Equatable {
        let time: Instant
        let connection: UInt64
    }

    private var heap: [Entry] = []

    var count: Int { heap.count }
    var next: Instant? { heap.first?.time }

    mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].time < heap[parent].time else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Drops the entries that nobody waits for any more.
    mutating func keep(_ isWanted: (Entry) -> Bool) {
        // A sorted array is a heap.
        heap = heap.filter(isWanted).sorted { $0.time < $1.time }
    }

    /// The earliest entry, if its time has come.
    mutating func popDue(_ now: Instant) -> Entry? {
        guard let first = heap.first, first.time <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].time < heap[least].time { least = child }
            }
            guard least != parent else { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
