import Foundation

/// `Upload-Metadata` of the tus protocol: keys, each with a value in Base64 or none, separated by commas.
struct UploadMetadata: Sendable, Equatable {
    private(set) var values: [String: String] = [:]

    /// - Returns: nil for a field that is not written so, or has a key twice.
    init?(_ field: String) {
        for member in field.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = member.trimming.split(separator: " ", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), !parts[0].isEmpty, parts[0].utf8.allSatisfy({ $0 < 128 }),
                let bytes = Data(base64Encoded: parts.count == 2 ? String(parts[1]) : ""),
                let value = String(data: bytes, encoding: .utf8),
                values.updateValue(value, forKey: String(parts[0])) == nil
            else { return nil }
        }
    }
}
