package import Specification

/// Which jobs to list. Nil and empty members let every job through; all others must hold.
package struct JobQuery: Sendable, Equatable {
    /// Whose jobs: everybody's if nil.
    package var owner: String?
    package var states: Set<JobState>
    package var task: TaskKind?
    /// Metadata that a job must have, member by member.
    package var metadata: [String: String]
    package var limit: Int
    /// The cursor: only jobs older than this id.
    package var after: String?

    package init(
        owner: String? = nil, states: Set<JobState> = [], task: TaskKind? = nil,
        metadata: [String: String] = [:], limit: Int = 20, after: String? = nil
    ) {
        self.owner = owner
        self.states = states
        self.task = task
        self.metadata = metadata
        self.limit = limit
        self.after = after
    }
}
