/// First in, first out, in constant time.
struct WorkQueue: Sendable {
    private var items: [HandlerPool.Work?] = []
    private var front = 0

    var count: Int { items.count - front }

    mutating func append(_ work: @escaping HandlerPool.Work) { items.append(work) }

    mutating func popFirst() -> HandlerPool.Work? {
        guard front < items.count else { return nil }
        let work = items[front]
        items[front] = nil
        front += 1
        if front == items.count {
            items.removeAll(keepingCapacity: items.capacity <= 1024)
            front = 0
        } else if front >= 256, front > items.count / 2 {
            items.removeSubrange(..<front)
            front = 0
        }
        return work
    }
}
