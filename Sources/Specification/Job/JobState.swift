/// The states of a job: `queued → starting → running ⇄ pausing → paused`, `cancelling`, then one terminal state.
package enum JobState: String, Codable, Sendable, CaseIterable {
    case queued, starting, running, pausing, paused, cancelling
    case succeeded, failed, cancelled, expired

    /// A terminal state never changes.
    package var isTerminal: Bool {
        switch self {
        case .succeeded, .failed, .cancelled, .expired: true
        default: false
        }
    }
}
