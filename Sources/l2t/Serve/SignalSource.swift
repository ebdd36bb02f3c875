import Dispatch
import Foundation

/// A signal as an event on a queue, in place of what it would do to the process.
enum SignalSource {
    /// Returns when signals are taken: none that comes later is lost.
    static func make(
        _ number: Int32, on queue: DispatchQueue, _ action: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        let isTaken = DispatchSemaphore(value: 0)
        source.setRegistrationHandler { isTaken.signal() }
        source.setEventHandler(handler: action)
        source.activate()
        isTaken.wait()
        return source
    }
}
