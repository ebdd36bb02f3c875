internal import Foundation
internal import Specification
internal import Synchronization

/// A file to which one JSON line is appended for each write that somebody asked for.
///
/// It is opened anew for each line, and each line is one `write` to its end: other programs may move it away, or
/// copy and truncate it, at any time, and the command line appends beside a running service. A line is not flushed
/// to the disk by itself: what the last seconds before a power cut asked for may be missing, while what they changed
/// is in the database.
package final class AuditLog: Sendable {
    private let path: String
    /// Bytes after which the file is moved away; nil leaves that to others.
    private let limit: Int?
    /// Earlier files, `path.1` the latest.
    private let kept: Int
    private let lock = Mutex(())

    package init(path: String, limit: Int? = 64 << 20, kept: Int = 9) {
        self.path = path
        self.limit = limit
        self.kept = kept
    }

    /// Returns when the line is in the file. - Throws: `.auditFailed`.
    package func record(_ entry: AuditEntry) throws(JobsError) {
        guard let line = try? JSONCoding.encodeLine(entry) else {
            throw .auditFailed(path: path, reason: "the entry has no JSON")
        }
        let failure = lock.withLock { _ in append(Array(line)) }
        guard failure == 0 else { throw .auditFailed(path: path, reason: StateDirectory.reason(failure)) }
    }

    /// - Returns: `errno` of what failed, or 0.
    private func append(_ line: [UInt8]) -> Int32 {
        var descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return errno }
        if let limit, status.st_size > 0, Int(status.st_size) + line.count > limit, moveAway() {
            let next = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard next >= 0 else { return errno }
            close(descriptor)
            descriptor = next
            status.st_size = 0
        }
        // A full disk may have cut the line before.
        var last: UInt8 = 10
        if status.st_size > 0 { pread(descriptor, &last, 1, status.st_size - 1) }
        let bytes = last == 10 ? line : [10] + line
        let count = write(descriptor, bytes, bytes.count)
        guard count >= 0 else { return errno }
        return count == bytes.count ? 0 : ENOSPC
    }

    private func moveAway() -> Bool {
        for number in stride(from: kept, to: 1, by: -1) {
            // The older ones may not be there yet.
            _ = rename("\(path).\(number - 1)", "\(path).\(number)")
        }
        return rename(path, "\(path).1") == 0
    }
}
