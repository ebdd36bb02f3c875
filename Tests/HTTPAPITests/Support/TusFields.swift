import Foundation

/// Header fields of tus, the protocol of uploads that come in parts.
enum TusFields {
    static let version = ["Tus-Resumable": "1.0.0"]

    /// Of the request that begins an upload.
    static func creation(length: Int, metadata: String) -> [String: String] {
        version.merging(["Upload-Length": String(length), "Upload-Metadata": metadata]) { $1 }
    }

    /// A member of the metadata.
    static func member(_ key: String, _ value: String) -> String {
        "\(key) \(Data(value.utf8).base64EncodedString())"
    }

    /// Of the request that sends a part.
    static func part(at offset: Int) -> [String: String] {
        version.merging(
            ["Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream"]) { $1 }
    }
}
