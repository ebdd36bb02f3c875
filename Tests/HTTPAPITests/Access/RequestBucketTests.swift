import Testing

@testable import HTTPAPI

@Suite struct RequestBucketTests {
    private let start = ContinuousClock.now

    /// 60 a minute are one a second.
    @Test func aBucketFillsUpEvenly() {
        var bucket = RequestBucket(limit: 60, now: start)
        for left in (0..<60).reversed() {
            let verdict = bucket.take(limit: 60, now: start)
            #expect(verdict.isAllowed && verdict.remaining == left && verdict.secondsToFull == 60 - left)
        }
        let refused = bucket.take(limit: 60, now: start + .seconds(0.5))
        #expect(
            refused
                == RequestBucket.Verdict(
                    isAllowed: false, remaining: 0, secondsToFull: 60, secondsToNext: 1))
        #expect(bucket.take(limit: 60, now: start + .seconds(1)).isAllowed)
        #expect(!bucket.take(limit: 60, now: start + .seconds(1.9)).isAllowed)
        #expect(bucket.take(limit: 60, now: start + .seconds(2)).isAllowed)
    }

    @Test func aBucketHoldsAMinuteAndNoMore() {
        var bucket = RequestBucket(limit: 2, now: start)
        let later = start + .seconds(86_400)
        #expect(bucket.take(limit: 2, now: later).remaining == 1)
        #expect(bucket.take(limit: 2, now: later).isAllowed)
        let refused = bucket.take(limit: 2, now: later)
        #expect(!refused.isAllowed && refused.secondsToNext == 30)
    }

    @Test func aClockThatGoesBackGivesNothing() {
        var bucket = RequestBucket(limit: 1, now: start)
        #expect(bucket.take(limit: 1, now: start).isAllowed)
        #expect(!bucket.take(limit: 1, now: start - .seconds(600)).isAllowed)
        #expect(!bucket.take(limit: 1, now: start + .seconds(1)).isAllowed)
    }

    @Test func clientsDoNotShareABucket() {
        let limiter = RequestLimiter<String>(limit: 1)
        #expect(limiter.take("a", now: start).isAllowed)
        #expect(!limiter.take("a", now: start).isAllowed)
        #expect(limiter.take("b", now: start).isAllowed)
    }

    @Test func manyClientsTakeBoundedMemoryAndABusyOneIsNotForgottenForIdleOnes() {
        let limiter = RequestLimiter<Int>(limit: 60, capacity: 100)
        for _ in 1...60 { _ = limiter.take(-1, now: start) }
        for client in 0..<1000 {
            // Each idle one is full again when the next hundred come.
            _ = limiter.take(client, now: start + .milliseconds(client * 20))
            #expect(limiter.clients <= 100)
        }
        #expect(limiter.take(-1, now: start + .seconds(20)).remaining < 30)
    }

    @Test func evenBusyClientsAreForgottenBeforeMemoryGrows() {
        let limiter = RequestLimiter<Int>(limit: 60, capacity: 100)
        for client in 0..<10_000 {
            _ = limiter.take(client, now: start)
            #expect(limiter.clients <= 100)
        }
    }
}
