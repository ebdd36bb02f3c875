/// One thing that is wrong in a document: where (RFC 6901) and what was found and what is allowed.
package struct SpecificationFault: Codable, Sendable, Equatable {
    package let pointer: String
    package let detail: String

    package init(pointer: String, detail: String) {
        self.pointer = pointer
        self.detail = detail
    }
}

/// A document that cannot be accepted, with all its faults at once.
package struct InvalidSpecification: Error, Sendable, Equatable, CustomStringConvertible {
    package let faults: [SpecificationFault]

    package init(faults: [SpecificationFault]) {
        self.faults = faults
    }

    /// One fault a line.
    package var description: String {
        faults.map { "\($0.pointer.isEmpty ? "the document" : $0.pointer): \($0.detail)" }.joined(
            separator: "\n")
    }
}
