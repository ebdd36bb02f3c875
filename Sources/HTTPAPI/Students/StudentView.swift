import Specification

/// A student as a client sees it: the members of its description, and what was uploaded.
struct StudentView: Encodable {
    let description: StudentDescription
    /// Nil for an architecture of the engine's own.
    let upload: UploadFacts?

    private enum CodingKeys: CodingKey {
        case upload
    }

    func encode(to encoder: any Encoder) throws {
        try description.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encodeIfPresent(upload, forKey: .upload)
    }
}
