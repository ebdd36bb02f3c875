import Dispatch
import Foundation

/// Prepares batches ahead of their use, several at once on a queue of its own, and hands them out in the order of the
/// plan. Memory holds no more than `depth` of them.
///
/// No thread waits on its behalf: each batch taken starts the next one. Giving up the loader cancels what has
/// not been started. One consumer at a time.
package final class BatchLoader: Sendable {
    private let pending: PendingBatches
    private let queue = DispatchQueue(
        label: "l2t.batches", qos: .userInitiated, attributes: .concurrent)

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
        queue.async { [pending] in pending.makeNext() }
    }
}
