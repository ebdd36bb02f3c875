import ServiceTestSupport
import Testing

@testable import HTTP

@Suite struct DeadlineQueueTests {
    @Test func entriesComeInTheOrderOfTheirTimes() {
        var random = SplitMix(seed: 3)
        var queue = DeadlineQueue()
        var times: [UInt64] = []
        for connection in 0..<500 as Range<UInt64> {
            let time = UInt64.random(in: 0..<200, using: &random)
            times.append(time)
            queue.insert(.init(time: Instant(nanoseconds: time), connection: connection))
        }
        queue.keep { $0.connection % 3 != 0 }
        let kept = times.enumerated().filter { $0.offset % 3 != 0 }.map(\.element).sorted()
        var due: [UInt64] = []
        while let entry = queue.popDue(Instant(nanoseconds: 150)) { due.append(entry.time.nanoseconds) }
        #expect(due == kept.filter { $0 <= 150 })
        #expect(queue.next.map(\.nanoseconds) == kept.first { $0 > 150 })
        #expect(queue.count == kept.count { $0 > 150 })
    }

    @Test func aDeadlineBeyondAllTimeIsNever() {
        #expect(Instant(nanoseconds: 5) + .seconds(Int64.max) == .never)
        #expect(Instant(nanoseconds: 5) + .milliseconds(1500) == Instant(nanoseconds: 1_500_000_005))
        #expect(Instant(nanoseconds: 5) + .seconds(-1) == Instant(nanoseconds: 5))
    }
}
