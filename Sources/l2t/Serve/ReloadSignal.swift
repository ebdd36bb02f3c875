import Dispatch
import Foundation

/// SIGHUP as a request to read files anew. It never ends the service.
final class ReloadSignal: Sendable {
    /// Never touched again; it ends with its last reference.
    nonisolated(unsafe) private let source: any DispatchSourceSignal

    /// Runs the action at each signal from now on, one after the other.
    init(_ action: @escaping @Sendable () -> Void) {
        source = SignalSource.make(SIGHUP, on: DispatchQueue(label: "l2t.reload"), action)
    }
}
