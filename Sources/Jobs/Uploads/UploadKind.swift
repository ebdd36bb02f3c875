/// What an upload becomes.
package enum UploadKind: String, Sendable {
    case dataset = "data set"
    case student

    /// What a name is kept under while an upload of it goes on: no name has a slash.
    func key(_ name: String) -> String { self == .dataset ? name : "students/\(name)" }

    /// What an engine process does with it: "To … it took".
    var reading: String { self == .dataset ? "unpack and read" : "look at" }

    /// The engine's command for that.
    var command: String { self == .dataset ? "unpack" : "inspect" }
}
