package import Specification

/// A job taken from the queue, and the token that its attempt writes with.
package struct JobClaim: Sendable, Equatable {
    package let token: AttemptToken
    package let specification: JobSpecification
    /// Attempts lost before this one, as far as they count against `max_attempts`.
    package let losses: Int

    package init(token: AttemptToken, specification: JobSpecification, losses: Int) {
        self.token = token
        self.specification = specification
        self.losses = losses
    }
}
