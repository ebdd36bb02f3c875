import Foundation

/// Where messages for people go, beside a command's output.
enum StandardError {
    /// What nobody can read is not worth the end of the program.
    static func write(_ text: String) {
        _ = Data(text.utf8).write(toDescriptor: STDERR_FILENO)
    }
}
