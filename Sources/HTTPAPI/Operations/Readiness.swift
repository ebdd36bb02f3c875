import Synchronization

/// Whether the service takes work.
package final class Readiness: Sendable {
    private let reason = Mutex<String?>(nil)

    package init() {}

    /// Why it takes none; nil where it does.
    package var obstacle: String? { reason.withLock { $0 } }

    /// To be called when the service begins to stop.
    package func withdraw(because reason: String) {
        self.reason.withLock { $0 = reason }
    }
}
