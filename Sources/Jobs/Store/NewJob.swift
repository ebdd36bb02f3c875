package import Specification

/// A job that is to be stored under `id`.
package struct NewJob: Sendable, Equatable {
    package var id: String
    package var specification: JobSpecification

    package init(id: String, specification: JobSpecification) {
        self.id = id
        self.specification = specification
    }
}
