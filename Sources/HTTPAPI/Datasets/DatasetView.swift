import Specification

/// A data set as a client sees it: the members of its description, and what was uploaded.
struct DatasetView: Encodable {
    let description: DatasetDescription
    /// Nil for what is embedded or lies in the data root.
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
