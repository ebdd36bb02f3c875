import Dispatch
import Synchronization

@testable import HTTP

/// What the server reported, and a way to wait for a report.
final class EventLog: Sendable {
    private struct State {
        var events: [ServerEvent] = []
        var completions: [RequestCompletion] = []
    }

    private let state = Mutex(State())
    private let added = Signal()

    func add(_ event: ServerEvent) {
        state.withLock { $0.events.append(event) }
        added.fire()
    }

    func add(_ completion: RequestCompletion) {
        state.withLock { $0.completions.append(completion) }
        added.fire()
    }

    var events: [ServerEvent] { state.withLock(\.events) }
    var completions: [RequestCompletion] { state.withLock(\.completions) }

    /// Waits until the log is as wanted; `false` if it never is.
    func wait(until isWanted: (EventLog) -> Bool) -> Bool {
        while !isWanted(self) {
            if !added.wait() { return isWanted(self) }
        }
        return true
    }
}
