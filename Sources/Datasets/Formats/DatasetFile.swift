/// One file of a format.
package struct DatasetFile: Sendable, Equatable {
    /// What the file is for; the key under `files` in a `dataset.json`.
    package let role: String
    /// The name or path it has when no `dataset.json` says another.
    package let name: String
    /// Names it may have as well, looked for after `name`.
    package let otherNames: [String]
    /// Where the folder has none of these names but one file alone with this ending, that is it.
    package let ending: String?
    /// Whether the format does without it.
    package let isOptional: Bool

    init(
        role: String, name: String, otherNames: [String] = [], ending: String? = nil, isOptional: Bool = false
    ) {
        self.role = role
        self.name = name
        self.otherNames = otherNames
        self.ending = ending
        self.isOptional = isOptional
    }
}
