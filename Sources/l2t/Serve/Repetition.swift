import Synchronization

/// Tells what was said within the last minute already: a disk that stays full would fill the log too.
final class Repetition: Sendable {
    private static let silence: Duration = .seconds(60)
    private let last = Mutex<(text: String, time: ContinuousClock.Instant)?>(nil)

    /// Whether `text` is another than the last, or a minute has gone by.
    func isNews(_ text: String, at now: ContinuousClock.Instant = .now) -> Bool {
        last.withLock { last in
            if let last, last.text == text, now - last.time < Self.silence { return false }
            last = (text, now)
            return true
        }
    }
}
