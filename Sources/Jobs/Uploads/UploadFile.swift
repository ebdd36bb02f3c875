internal import Foundation
internal import Synchronization

/// A file that takes an upload in order, and never the last of the disk. One caller at a time.
final class UploadFile: Sendable {
    private struct Allowance {
        /// Bytes that may still come.
        var expected: Int
        /// What is left of the file's share of the disk.
        var share = 0
    }

    let path: String
    private let space: UploadSpace
    private let descriptor: Int32
    private let allowance: Mutex<Allowance>
    /// What the first `fdatasync` that failed said. The kernel says it once, and may have dropped the bytes.
    private let lost = Mutex<Int32?>(nil)

    /// Opens the file, or makes it; what lies in it behind `offset` is cut off.
    /// - Parameter length: bytes that are to come, where it is known.
    init(_ path: String, offset: Int, expecting length: Int?, space: UploadSpace) throws(JobsError) {
        self.path = path
        self.space = space
        allowance = Mutex(Allowance(expected: length ?? .max))
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure("make", errno, space.reserve) }
        try cut(to: offset)
    }

    deinit {
        end()
        close(descriptor)
    }

    func write(_ bytes: [UInt8]) throws(JobsError) {
        try takeShare(for: bytes.count)
        let code = bytes.withUnsafeBytes { Self.writeAll($0, to: descriptor) }
        guard code == 0 else { throw Self.failure("write", code, space.reserve) }
        allowance.withLock { allowance in
            allowance.share -= bytes.count
            allowance.expected -= bytes.count
        }
        space.giveBack(bytes.count)
    }

    private func takeShare(for bytes: Int) throws(JobsError) {
        try allowance.withLock { (allowance) throws(JobsError) in
            let share = allowance.share
            guard share < bytes else { return }
            let more = try space.take(least: bytes - share, most: allowance.expected - share)
            allowance.share += more
        }
    }

    /// Nothing more comes: what is left of its share is for others.
    func end() {
        let rest = allowance.withLock { allowance in
            defer { allowance.share = 0 }
            return allowance.share
        }
        space.giveBack(rest)
    }

    /// Writes until all is written: the kernel may take less at once. - Returns: 0 or an errno.
    static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Foundation.write(descriptor, part.baseAddress, part.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? ENOSPC : errno }
            rest = rest.dropFirst(count)
        }
        return 0
    }

    /// Drops what lies behind; the next bytes come there.
    func cut(to offset: Int) throws(JobsError) {
        guard ftruncate(descriptor, off_t(offset)) == 0, lseek(descriptor, off_t(offset), SEEK_SET) >= 0
        else {
            throw Self.failure("cut", errno, space.reserve)
        }
    }

    /// Returns when all is on stable storage. Once it could not be, it never is.
    func sync() throws(JobsError) {
        let failure = lost.withLock { lost in
            if lost == nil, fdatasync(descriptor) != 0 { lost = errno }
            return lost
        }
        if let failure { throw Self.failure("save", failure, space.reserve) }
    }

    static func freeBytes(at path: String) -> Int? {
        var space = statvfs()
        guard statvfs(path, &space) == 0 else { return nil }
        return Int(clamping: UInt64(space.f_bavail) * UInt64(space.f_frsize))
    }

    static func failure(_ action: String, _ code: Int32, _ reserve: Int) -> JobsError {
        code == ENOSPC || code == EDQUOT
            ? .diskFull(free: 0, needed: 1, reserve: reserve)
            : .storage(action: "\(action) an upload", reason: StateDirectory.reason(code))
    }
}
