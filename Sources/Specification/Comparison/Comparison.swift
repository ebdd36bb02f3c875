package import struct Foundation.Date

/// A comparison as its user sees it.
package struct Comparison: Codable, Sendable, Equatable {
    /// Finished once every job has ended, or is deleted.
    package enum State: String, Codable, Sendable {
        case running, finished
    }

    package var id: String
    package var object = "comparison"
    /// Whose it is; nil where it was submitted without a token.
    package var owner: String?
    package var name: String?
    package var state: State
    package var createdAt: Date
    package var progress: ComparisonProgress
    /// Nil in lists, as the table is.
    package var specification: ComparisonSpecification?
    package var table: ComparisonTable?
    /// Paths of what belongs to it, by what they lead to.
    package var links: [String: String]

    package init(
        id: String, name: String?, createdAt: Date, progress: ComparisonProgress,
        specification: ComparisonSpecification? = nil, table: ComparisonTable? = nil
    ) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
        self.progress = progress
        self.specification = specification
        self.table = table
        state = progress.unfinished > 0 ? .running : .finished
        links = ["self": "/v1/comparisons/\(id)", "jobs": "/v1/jobs?metadata%5Bcomparison%5D=\(id)"]
    }
}
