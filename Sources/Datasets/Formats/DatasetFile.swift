/// One file of a format.
package struct DatasetFile: Sendable, Equatable {
    /// What the file is for; the key under `files` in a `dataset.json`.
    package let role: String
    /// The name it has when no `dataset.json` says another.
    package let name: String
}
