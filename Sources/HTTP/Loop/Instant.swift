import Glibc

/// A point on the monotonic clock, in nanoseconds.
struct Instant: Sendable, Comparable {
    let nanoseconds: UInt64

    static let never = Instant(nanoseconds: .max)

    static func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

    static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = UInt64(max(0, seconds)).multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, overflow2) = instant.nanoseconds.addingReportingOverflow(
            whole &+ UInt64(max(0, attoseconds) / 1_000_000_000))
        return overflow || overflow2 ? .never : Instant(nanoseconds: sum)
    }

    func seconds(since earlier: Instant) -> Double {
        Double(nanoseconds - min(nanoseconds, earlier.nanoseconds)) / 1e9
    }
}
