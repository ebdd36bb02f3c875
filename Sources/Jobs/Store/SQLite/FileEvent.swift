internal import Specification

/// The data of `checkpoint` and `artifact` events.
struct FileEvent: Encodable, Sendable {
    var artifact: Artifact
    var epoch: Int?
}
