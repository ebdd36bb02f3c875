import Dispatch
import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct HandlerPoolTests {
    @Test func asManyAsTheWidthRunTogetherAndTheQueueIsBounded() {
        let pool = HandlerPool(width: 8, queueLimit: 3)
        let started = Signal()
        let release = DispatchSemaphore(value: 0)
        let done = Signal()
        for _ in 0..<8 {
            #expect(
                pool.submit {
                    started.fire()
                    release.wait()
                    done.fire()
                })
        }
        // Each waits until all have started: with fewer threads than the width this would not end.
        for _ in 0..<8 { #expect(started.wait()) }
        for _ in 0..<3 { #expect(pool.submit { done.fire() }) }
        #expect(!pool.submit {})
        #expect(pool.running == 8 && pool.queued == 3)
        // A notification is never refused, and goes before what waits.
        let order = Box<[String]>([])
        pool.notify {
            order.update { $0.append("notification, \(pool.queued) wait") }
            done.fire()
        }
        release.signal()
        for _ in 0..<5 { #expect(done.wait()) }
        #expect(order.value == ["notification, 3 wait"])
        for _ in 0..<7 { release.signal() }
        for _ in 0..<7 { #expect(done.wait()) }
    }

    @Test func nothingIsLostUnderManySubmitters() {
        let pool = HandlerPool(width: 4, queueLimit: 100_000)
        let count = Box(0)
        let done = Signal()
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<2_000 {
                _ = pool.submit {
                    if count.update({
                        $0 += 1; return $0
                    }) == 16_000 {
                        done.fire()
                    }
                }
            }
        }
        #expect(done.wait())
    }
}
