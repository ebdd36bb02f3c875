import Foundation

/// Where messages for people go, beside a command's output.
enum StandardError {
    /// Where they cannot be written, nobody is left to be told.
    static func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
