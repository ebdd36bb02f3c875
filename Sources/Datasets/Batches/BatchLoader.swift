import Dispatch
import Foundation
import Synchronization

/// Prepares batches ahead of their use, several at once on queues of its own, and hands them out in the order of the
/// plan. Memory holds no more than `depth` of them.
///
/// No thread waits on its behalf: each batch taken starts the next one. Giving up the loader cancels what has
/// not been started. One consumer at a time.
package final class BatchLoader: Sendable {
    private let pending: PendingBatches
    /// Serial ones, because Dispatch always has a thread for each, however many others wait: one concurrent queue would
    /// stand still while the threads that it counts on wait for it.
    private let queues: [DispatchQueue]
    private let turn = Mutex(0)

    /// - Parameters:
    ///   - batches: the examples of each batch, as `BatchPlan.batches` cuts them.
    ///   - epoch: from 0, for the augmentations.
    ///   - depth: batches ready or in the making at any time; at least 1.
    package convenience init(maker: any BatchMaker, batches: [[Int]], epoch: Int = 0, depth: Int = 3) {
        self.init(count: batches.count, depth: depth) { position throws(DatasetError) in
            try maker.batch(batches[position], epoch: epoch)
        }
    }

    init(count: Int, depth: Int, make: @escaping @Sendable (Int) throws(DatasetError) -> Batch) {
        pending = PendingBatches(count: count, make: make)
        let lanes = min(max(1, depth), ProcessInfo.processInfo.activeProcessorCount)
        queues = (0..<lanes).map { DispatchQueue(label: "l2t.batches.\($0)", qos: .userInitiated) }
        for _ in 0..<max(1, depth) { startNext() }
    }

    deinit {
        pending.cancel()
    }

    /// The next batch, waiting for it if need be; nil after the last one.
    /// - Throws: what the making of this batch threw (the batches after it can still be had), or `cancelled`.
    package func next() throws(DatasetError) -> Batch? {
        guard let result = try pending.take() else { return nil }
        startNext()
        return try result.get()
    }

    /// Makes the waiting and all later calls of `next` throw `cancelled`.
    package func cancel() {
        pending.cancel()
    }

    private func startNext() {
        let lane = turn.withLock { turn in
            defer { turn += 1 }
            return turn % queues.count
        }
        queues[lane].async { [pending] in pending.makeNext() }
    }
}
