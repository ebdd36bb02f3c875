import Specification

/// A data set or a student as a client sees it: the members of its description, and what was uploaded.
struct UploadedView<Description: Encodable>: Encodable {
    let description: Description
    /// Nil for what is the engine's own or lies in the data root.
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
