/// Which student of the catalogue is trained.
package struct StudentSelection: Codable, Sendable, Equatable {
    package var architecture: String
    /// By name, as the catalogue lists them.
    package var parameters: [String: JSONValue]
    /// Of the TorchScript module that the student is; nil for an architecture of the engine's own.
    package var sha256: String?

    /// Whether it is code that a user has written.
    package var isScript: Bool { sha256 != nil }
}
