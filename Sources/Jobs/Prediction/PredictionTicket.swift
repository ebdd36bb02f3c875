/// A prediction that was asked for.
package struct PredictionTicket: Sendable {
    private let withdraw: @Sendable () -> Void

    init(_ withdraw: @escaping @Sendable () -> Void) {
        self.withdraw = withdraw
    }

    /// Nobody waits for the answer any more: it is `.predictionCancelled` unless it is there already.
    package func cancel() { withdraw() }
}
