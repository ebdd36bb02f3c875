/// Why a job ended without success.
package struct JobFailure: Codable, Sendable, Equatable, Error {
    /// Whose fault it is, and so whether it is tried again.
    package enum Kind: String, Codable, Sendable {
        /// The user's fault, and not tried again: data that cannot be read, a specification that does not fit.
        case invalid
        /// A non-finite loss, and not tried again.
        case diverged
        /// The engine's or the machine's fault: tried again.
        case infrastructure
        /// A limit of the job was reached.
        case limit
    }

    package var kind: Kind
    /// A sentence for a person.
    package var detail: String

    package init(kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }
}
