/// How many requests one client may still make: a bucket that holds a minute's requests and fills up evenly.
struct RequestBucket: Sendable, Equatable {
    struct Verdict: Sendable, Equatable {
        var isAllowed: Bool
        /// Requests that may follow at once.
        var remaining: Int
        /// Seconds until the bucket is full again.
        var secondsToFull: Int
        /// Seconds until one request is allowed; 0 where it is now.
        var secondsToNext: Int
    }

    private var level: Double
    private var filledAt: ContinuousClock.Instant

    init(limit: Int, now: ContinuousClock.Instant) {
        level = Double(limit)
        filledAt = now
    }

    /// Counts one request, if it is allowed. - Parameter limit: requests a minute.
    mutating func take(limit: Int, now: ContinuousClock.Instant) -> Verdict {
        let perSecond = Double(limit) / 60
        fill(limit: limit, now: now)
        let isAllowed = level >= 1
        if isAllowed { level -= 1 }
        return Verdict(
            isAllowed: isAllowed, remaining: Int(level),
            secondsToFull: Int(((Double(limit) - level) / perSecond).rounded(.up)),
            secondsToNext: level >= 1 ? 0 : Int(((1 - level) / perSecond).rounded(.up)))
    }

    /// Whether nothing is known of the client that a new bucket would not know.
    mutating func isFull(limit: Int, now: ContinuousClock.Instant) -> Bool {
        fill(limit: limit, now: now)
        return level >= Double(limit)
    }

    private mutating func fill(limit: Int, now: ContinuousClock.Instant) {
        let seconds = max(0, filledAt.duration(to: now) / .seconds(1))
        level = min(Double(limit), level + seconds * Double(limit) / 60)
        filledAt = max(now, filledAt)
    }
}
