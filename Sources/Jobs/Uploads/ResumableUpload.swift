package import struct Foundation.Date

/// A data set that comes in parts, as far as it has come.
package struct ResumableUpload: Codable, Sendable, Equatable {
    package var id: String
    /// The data set that it becomes.
    package var dataset: String
    package var owner: String?
    /// Bytes of the whole.
    package var length: Int
    /// Bytes that are on stable storage.
    package var offset: Int
    package var createdAt: Date
    package var expiresAt: Date
    /// What the client says of it, as it was said.
    package var metadata: String?

    package var isWhole: Bool { offset == length }
}
