package import struct Foundation.Date

/// A data set that a client has uploaded: what it holds, and what came.
package struct UploadedDataset: Codable, Sendable, Equatable {
    package var description: DatasetDescription
    package var upload: UploadFacts

    package init(description: DatasetDescription, upload: UploadFacts) {
        self.description = description
        self.upload = upload
    }
}

/// What came, and from whom.
package struct UploadFacts: Codable, Sendable, Equatable {
    /// Bytes of the body as it came.
    package var size: Int
    /// Of the body as it came, in hexadecimal digits.
    package var sha256: String
    /// Files that the body was unpacked to; 1 where it is no archive.
    package var files: Int
    /// Bytes of the files.
    package var unpackedSize: Int
    package var createdAt: Date
    /// Whose it is; nil where nobody is told apart.
    package var owner: String?

    package init(
        size: Int, sha256: String, files: Int, unpackedSize: Int, createdAt: Date, owner: String?
    ) {
        self.size = size
        self.sha256 = sha256
        self.files = files
        self.unpackedSize = unpackedSize
        self.createdAt = createdAt
        self.owner = owner
    }
}
