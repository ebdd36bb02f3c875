/// What an upload becomes.
enum UploadKind: String, Sendable {
    case dataset = "data set"
    case student

    /// What a name is kept under while an upload of it goes on: no name has a slash.
    func key(_ name: String) -> String { self == .dataset ? name : "students/\(name)" }
}
