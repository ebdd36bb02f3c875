import Foundation

/// What a `BatchLoader` and its queue share.
///
/// Unchecked, because the compiler cannot see that `condition` guards every access to the variables.
final class PendingBatches: @unchecked Sendable {
    private let count: Int
    private let make: @Sendable (Int) throws(DatasetError) -> Batch

    private let condition = NSCondition()
    private var started = 0
    private var taken = 0
    private var ready: [Int: Result<Batch, DatasetError>] = [:]
    private var isCancelled = false

    init(count: Int, make: @escaping @Sendable (Int) throws(DatasetError) -> Batch) {
        self.count = count
        self.make = make
    }

    /// Makes one batch, if one is left to make.
    func makeNext() {
        let position: Int? = condition.withLock {
            guard !isCancelled, started < count else { return nil }
            defer { started += 1 }
            return started
        }
        guard let position else { return }
        let result = Result { () throws(DatasetError) in try make(position) }
        condition.withLock {
            guard !isCancelled else { return }
            ready[position] = result
            condition.broadcast()
        }
    }

    /// Waits for the next batch in order; nil after the last one.
    func take() throws(DatasetError) -> Result<Batch, DatasetError>? {
        condition.lock()
        defer { condition.unlock() }
        while !isCancelled, taken < count {
            if let result = ready.removeValue(forKey: taken) {
                taken += 1
                return result
            }
            condition.wait()
        }
        if isCancelled { throw .cancelled }
        return nil
    }

    func cancel() {
        condition.withLock {
            isCancelled = true
            ready.removeAll()
            condition.broadcast()
        }
    }
}
