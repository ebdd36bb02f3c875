import Dispatch

/// Fired by one thread, waited for by another.
final class Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func fire() { semaphore.signal() }

    /// Whether it was fired, once for each time, before a generous time-out.
    func wait(seconds: Double = 20) -> Bool { semaphore.wait(timeout: .now() + seconds) == .success }
}
