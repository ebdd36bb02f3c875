package import struct Foundation.Date

/// A data set or a student that comes in parts, as far as it has come.
package struct ResumableUpload: Sendable, Equatable {
    package var id: String
    package var goal: UploadGoal
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
    /// What its name is kept under while it goes on.
    var nameKey: String { goal.kind.key(goal.name) }
}

/// The goal's members stand among its own.
extension ResumableUpload: Codable {
    private enum CodingKeys: CodingKey {
        case id, owner, length, offset, createdAt, expiresAt, metadata
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        goal = try UploadGoal(from: decoder)
        id = try members.decode(String.self, forKey: .id)
        owner = try members.decodeIfPresent(String.self, forKey: .owner)
        length = try members.decode(Int.self, forKey: .length)
        offset = try members.decode(Int.self, forKey: .offset)
        createdAt = try members.decode(Date.self, forKey: .createdAt)
        expiresAt = try members.decode(Date.self, forKey: .expiresAt)
        metadata = try members.decodeIfPresent(String.self, forKey: .metadata)
    }

    package func encode(to encoder: any Encoder) throws {
        try goal.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(id, forKey: .id)
        try members.encodeIfPresent(owner, forKey: .owner)
        try members.encode(length, forKey: .length)
        try members.encode(offset, forKey: .offset)
        try members.encode(createdAt, forKey: .createdAt)
        try members.encode(expiresAt, forKey: .expiresAt)
        try members.encodeIfPresent(metadata, forKey: .metadata)
    }
}
