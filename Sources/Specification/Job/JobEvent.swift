package import struct Foundation.Date

/// One line of a job's story. Ids count up from 1 within a job; `end` comes last, once.
package struct JobEvent: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case state, epoch, log, checkpoint, artifact, end
    }

    package var id: Int
    package var type: Kind
    package var time: Date
    /// For `epoch` an ``EpochRecord``, for `artifact` an ``Artifact``, else an object.
    package var data: JSONValue

    package init(id: Int, type: Kind, time: Date, data: JSONValue) {
        self.id = id
        self.type = type
        self.time = time
        self.data = data
    }
}

/// A file that a job left for its user.
package struct Artifact: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable {
        case student, teacher, checkpoint, report
    }

    /// In the job's folder.
    package var name: String
    package var kind: Kind
    /// Bytes.
    package var size: Int
    package var mediaType: String
    /// Hexadecimal SHA-256 of the content.
    package var sha256: String
    package var createdAt: Date

    package init(name: String, kind: Kind, size: Int, mediaType: String, sha256: String, createdAt: Date) {
        self.name = name
        self.kind = kind
        self.size = size
        self.mediaType = mediaType
        self.sha256 = sha256
        self.createdAt = createdAt
    }
}
