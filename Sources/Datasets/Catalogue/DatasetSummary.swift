/// One line of the catalogue's list.
package struct DatasetSummary: Sendable, Equatable {
    package let name: String
    package let origin: DatasetOrigin
    /// What it holds, or why it cannot be used.
    package let content: Result<DatasetFacts, DatasetError>

    package init(name: String, origin: DatasetOrigin, content: Result<DatasetFacts, DatasetError>) {
        self.name = name
        self.origin = origin
        self.content = content
    }

    package init(name: String, origin: DatasetOrigin, facts: DatasetFacts) {
        self.init(name: name, origin: origin, content: .success(facts))
    }

    /// Whether it is part of the program, not a folder.
    package var isEmbedded: Bool { origin == .embedded }

    /// Nil where it cannot be used.
    package var facts: DatasetFacts? { try? content.get() }

    /// The sentence that says why it cannot be used.
    package var problem: String? {
        guard case .failure(let error) = content else { return nil }
        return error.description
    }
}
