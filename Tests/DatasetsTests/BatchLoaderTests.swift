import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Datasets

@Suite struct BatchLoaderTests {
    @Test func batchesComeInTheOrderOfThePlanAndEqualThoseMadeOneByOne() throws {
        let data = try ImageClassificationData.make(counts: [40, 41])
        let assembler = try BatchAssembler(
            images: data.training, normalization: Normalization(of: data),
            augmentations: Augmentation.named(["crop", "flip"]),
            seed: 5)
        let batches = try BatchPlan.batches(of: Array((0..<81).reversed()), size: 8)
        for depth in [1, 3, 50] {
            let loader = BatchLoader(maker: assembler, batches: batches, epoch: 2, depth: depth)
            for batch in batches { #expect(try loader.next() == assembler.batch(batch, epoch: 2)) }
            #expect(try loader.next() == nil)
            #expect(try loader.next() == nil)
        }
    }

    @Test func anEmptyPlanEndsAtOnce() throws {
        let loader = BatchLoader(count: 0, depth: 3) { _ throws(DatasetError) in throw .cancelled }
        #expect(try loader.next() == nil)
    }

    @Test func noMoreThanDepthBatchesAreAhead() throws {
        let made = Mutex(0)
        let steps = DispatchSemaphore(value: 0)
        let loader = BatchLoader(count: 100, depth: 4) { position throws(DatasetError) in
            made.withLock { $0 += 1 }
            steps.signal()
            return Self.batch(position)
        }
        for _ in 0..<4 { steps.wait() }
        for taken in 1...20 {
            #expect(try loader.next()?.indices == [taken - 1])
            steps.wait()
            #expect(made.withLock { $0 } == 4 + taken)
        }
    }

    @Test func aFaultComesAtItsPlace() throws {
        let loader = BatchLoader(count: 3, depth: 2) { position throws(DatasetError) in
            if position == 1 { throw .invalidName("second") }
            return Self.batch(position)
        }
        #expect(try loader.next()?.indices == [0])
        #expect(throws: DatasetError.invalidName("second")) { try loader.next() }
        #expect(try loader.next()?.indices == [2])
        #expect(try loader.next() == nil)
    }

    @Test func cancellingWakesWhoWaits() throws {
        let started = DispatchSemaphore(value: 0)
        let released = DispatchSemaphore(value: 0)
        let loader = BatchLoader(count: 2, depth: 1) { position throws(DatasetError) in
            started.signal()
            released.wait()
            return Self.batch(position)
        }
        started.wait()
        let outcome = Mutex<Result<Batch?, DatasetError>?>(nil)
        let ended = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            let result = Result { () throws(DatasetError) in try loader.next() }
            outcome.withLock { $0 = result }
            ended.signal()
        }
        loader.cancel()
        ended.wait()
        #expect(outcome.withLock { $0 } == .failure(.cancelled))
        #expect(
            sentence { () throws(DatasetError) in try loader.next() }
                == "The batches were cancelled before all were read.")
        released.signal()
    }

    @Test func givingUpTheLoaderStopsTheMaking() {
        let made = Mutex(0)
        let started = DispatchSemaphore(value: 0)
        let released = DispatchSemaphore(value: 0)
        let freed = DispatchSemaphore(value: 0)
        do {
            let witness = Witness { freed.signal() }
            let loader = BatchLoader(count: 1000, depth: 500) { position throws(DatasetError) in
                _ = witness
                made.withLock { $0 += 1 }
                started.signal()
                released.wait()
                return Self.batch(position)
            }
            started.wait()
            withExtendedLifetime(loader) {}
        }
        // Each processor may have begun one.
        let lanes = ProcessInfo.processInfo.activeProcessorCount
        for _ in 0..<lanes { released.signal() }
        // The maker is freed once the queues have let go of every batch that was due.
        freed.wait()
        #expect((1...lanes).contains(made.withLock { $0 }))
    }

    private static func batch(_ position: Int) -> Batch {
        Batch(
            pixels: [Float(position)], target: .classes([0]), indices: [position],
            shape: ImageShape(channels: 1, height: 1, width: 1))
    }

    /// Tells when it is freed.
    private final class Witness: Sendable {
        private let onFree: @Sendable () -> Void
        init(onFree: @escaping @Sendable () -> Void) { self.onFree = onFree }
        deinit { onFree() }
    }
}
