package import Specification
package import struct Foundation.Date

/// A comparison and its jobs, as a store has them.
package struct StoredComparison: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package var entry: ComparisonEntry
        /// Nil where the job was deleted.
        package var job: MemberJob?

        package init(entry: ComparisonEntry, job: MemberJob?) {
            self.entry = entry
            self.job = job
        }
    }

    package struct MemberJob: Sendable, Equatable {
        package var id: String
        package var state: JobState
        package var result: JobResult?
        package var error: JobFailure?

        package init(id: String, state: JobState, result: JobResult? = nil, error: JobFailure? = nil) {
            self.id = id
            self.state = state
            self.result = result
            self.error = error
        }
    }

    package var id: String
    package var owner: String?
    package var createdAt: Date
    package var specification: ComparisonSpecification
    package var members: [Member]

    package init(
        id: String, owner: String? = nil, createdAt: Date, specification: ComparisonSpecification,
        members: [Member]
    ) {
        self.id = id
        self.owner = owner
        self.createdAt = createdAt
        self.specification = specification
        self.members = members
    }
}

extension Comparison {
    init(_ stored: StoredComparison) {
        let jobs = stored.members.compactMap(\.job)
        let outcomes = stored.members.compactMap { member in
            member.job.map { job in
                (
                    member.entry,
                    ComparisonOutcome(
                        seed: member.entry.seed, job: job.id, state: job.state, result: job.result,
                        error: job.error, metric: stored.specification.metric)
                )
            }
        }
        self.init(
            id: stored.id, name: stored.specification.name, createdAt: stored.createdAt,
            progress: ComparisonProgress(
                jobs: stored.members.count,
                states: Dictionary(jobs.map { ($0.state, 1) }, uniquingKeysWith: +)),
            specification: stored.specification,
            table: ComparisonTable(
                stored.specification, outcomes: Dictionary(outcomes) { first, _ in first }))
        owner = stored.owner
    }
}
