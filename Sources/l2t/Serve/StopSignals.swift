import Dispatch
import Foundation
import Synchronization

/// SIGTERM and SIGINT as requests: the first asks to stop, the second insists.
final class StopSignals: Sendable {
    private struct State {
        var count = 0
        var sources: [any DispatchSourceSignal] = []
    }

    private let state = Mutex(State())
    private let first = DispatchSemaphore(value: 0)
    private let onSecond: @Sendable () -> Void

    /// Takes the signals from now on. - Parameters: `onSecond`: runs at the second signal.
    init(onSecond: @escaping @Sendable () -> Void) {
        self.onSecond = onSecond
        let queue = DispatchQueue(label: "l2t.signals")
        for number in [SIGTERM, SIGINT] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { [self] in receive() }
            source.activate()
            state.withLock { $0.sources.append(source) }
        }
    }

    /// Returns after the first signal.
    func wait() {
        first.wait()
    }

    /// Acts as a signal would.
    func receive() {
        let count = state.withLock { state in
            state.count += 1
            return state.count
        }
        if count == 1 { first.signal() } else { onSecond() }
    }
}
