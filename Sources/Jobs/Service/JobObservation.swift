/// One observer of one job. It ends with ``cancel()`` or with its last reference.
package final class JobObservation: Sendable {
    private let end: @Sendable () -> Void

    init(end: @escaping @Sendable () -> Void) {
        self.end = end
    }

    deinit {
        end()
    }

    /// No call begins after this returns, but one may be under way.
    package func cancel() {
        end()
    }
}
