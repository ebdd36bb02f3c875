package import Specification

/// A job that is to be stored under `id`.
package struct NewJob: Sendable, Equatable {
    package var id: String
    package var specification: JobSpecification
    /// Whose it is; nil where no token was asked for.
    package var owner: String?

    package init(id: String, specification: JobSpecification, owner: String? = nil) {
        self.id = id
        self.specification = specification
        self.owner = owner
    }
}
