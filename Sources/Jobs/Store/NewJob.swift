package import Specification
internal import struct Foundation.Date

/// A job that is to be stored under `id`.
package struct NewJob: Sendable, Equatable {
    package var id: String
    package var specification: JobSpecification
    /// Whose it is; nil where no token was asked for.
    package var owner: String?
    /// The job that it tries once more.
    package var retryOf: String?

    package init(
        id: String, specification: JobSpecification, owner: String? = nil, retryOf: String? = nil
    ) {
        self.id = id
        self.specification = specification
        self.owner = owner
        self.retryOf = retryOf
    }

    /// When it expires unless it has started; nil for never.
    func startBy(submittedAt time: Date) -> Date? {
        specification.limits.startWithinSeconds.map { time.addingTimeInterval($0) }
    }
}
