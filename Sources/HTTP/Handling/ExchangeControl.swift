import Synchronization

/// What the loop and the responder of one request share: whether it was answered, and who wants to hear that
/// nobody waits for the answer any more.
final class ExchangeControl: Sendable {
    private struct State {
        var isAnswered = false
        var cancellation: CancellationReason?
        var onCancel: (@Sendable (CancellationReason) -> Void)?
    }

    private let state = Mutex(State())

    /// `true` for the first caller only.
    func claimAnswer() -> Bool {
        let old = state.withLock { state -> State? in
            guard !state.isAnswered else { return nil }
            defer {
                state.isAnswered = true
                state.onCancel = nil
            }
            return state
        }
        return old != nil
    }

    /// Returns the action if it is to be run now.
    func setOnCancel(
        _ action: @escaping @Sendable (CancellationReason) -> Void
    ) -> CancellationReason? {
        state.withLock { state in
            if state.isAnswered { return nil }
            if let cancellation = state.cancellation { return cancellation }
            state.onCancel = action
            return nil
        }
    }

    /// Marks the request as cancelled and returns the action to run, if the handler left one.
    func cancel(_ reason: CancellationReason) -> (@Sendable (CancellationReason) -> Void)? {
        state.withLock { state in
            guard !state.isAnswered, state.cancellation == nil else { return nil }
            state.cancellation = reason
            defer { state.onCancel = nil }
            return state.onCancel
        }
    }
}
