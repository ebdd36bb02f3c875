import Foundation

/// A command's output. Whoever reads it may be gone, and a disk behind it full: `FileHandle.write(_:)` would end
/// the program with a trap.
enum StandardOutput {
    /// - Throws: `.outputLost`.
    static func write(_ data: Data) throws(CommandError) {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .outputLost(reason: String(cString: strerror(errno))) }
            rest = rest.dropFirst(count)
        }
    }
}
