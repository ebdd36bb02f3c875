import Dispatch
import Foundation
import Synchronization

/// SIGTERM and SIGINT as requests: the first asks to stop, the second insists.
final class StopSignals: Sendable {
    /// What the signal sources share with whoever waits.
    private final class Requests: Sendable {
        let first = DispatchSemaphore(value: 0)
        private let count = Mutex(0)
        private let onSecond: @Sendable () -> Void

        init(onSecond: @escaping @Sendable () -> Void) {
            self.onSecond = onSecond
        }

        func receive() {
            let number = count.withLock { count in
                count += 1
                return count
            }
            if number == 1 { first.signal() } else { onSecond() }
        }
    }

    private let requests: Requests
    /// Never touched again; sources end with their last reference.
    nonisolated(unsafe) private let sources: [any DispatchSourceSignal]

    /// Takes the signals from now on. - Parameters: `onSecond`: runs at the second signal and each later one.
    init(onSecond: @escaping @Sendable () -> Void) {
        let requests = Requests(onSecond: onSecond)
        let queue = DispatchQueue(label: "l2t.signals")
        sources = [SIGTERM, SIGINT].map { number in
            SignalSource.make(number, on: queue) { requests.receive() }
        }
        self.requests = requests
    }

    /// Returns after the first signal.
    func wait() {
        requests.first.wait()
    }
}
