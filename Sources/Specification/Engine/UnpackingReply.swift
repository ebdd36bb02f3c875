/// What an engine process that unpacks answers, one line of JSON, before it exits.
package enum UnpackingReply: Codable, Sendable, Equatable {
    /// It lies in the folder of its name, and is usable.
    case dataset(DatasetDescription, files: Int, bytes: Int)
    /// The archive, or what it holds, is at fault.
    case refused(detail: String)
    /// The disk is full, or would be but for the reserve.
    case full(detail: String)
}
