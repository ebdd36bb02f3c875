package import Specification

/// What recording a report came to.
package struct AttemptReceipt: Sendable, Equatable {
    package let state: JobState
    /// Whether anything was written; a repeated epoch is not.
    package let isNews: Bool
    /// Set when the attempt ended with this report.
    package let outcome: JobAttempt.Outcome?

    package init(state: JobState, isNews: Bool = true, outcome: JobAttempt.Outcome? = nil) {
        self.state = state
        self.isNews = isNews
        self.outcome = outcome
    }
}
