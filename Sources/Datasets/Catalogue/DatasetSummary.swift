/// One line of the catalogue's list.
package struct DatasetSummary: Sendable, Equatable {
    package let name: String
    /// Whether it is part of the program, not a folder of the data root.
    package let isEmbedded: Bool
    /// What it holds, or why it cannot be used.
    package let content: Result<DatasetFacts, DatasetError>

    /// Nil where it cannot be used.
    package var facts: DatasetFacts? { try? content.get() }

    /// The sentence that says why it cannot be used.
    package var problem: String? {
        guard case .failure(let error) = content else { return nil }
        return error.description
    }
}
