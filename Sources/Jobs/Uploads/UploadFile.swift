internal import Foundation
internal import Synchronization

/// A file that takes an upload in order, and never the last of the disk. One caller at a time.
final class UploadFile: Sendable {
    /// Bytes between two looks at the free space.
    private static let lookInterval = 16 << 20

    let path: String
    private let reserve: Int
    private let descriptor: Int32
    private let unlooked = Mutex(0)
    /// What the first `fdatasync` that failed said. The kernel says it once, and may have dropped the bytes.
    private let lost = Mutex<Int32?>(nil)

    /// Opens the file, or makes it; what lies in it behind `offset` is cut off.
    init(_ path: String, offset: Int, reserve: Int) throws(JobsError) {
        self.path = path
        self.reserve = reserve
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure("make", errno, reserve) }
        try cut(to: offset)
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(JobsError) {
        let looks = unlooked.withLock { unlooked in
            unlooked += bytes.count
            guard unlooked >= Self.lookInterval else { return false }
            unlooked = 0
            return true
        }
        if looks { try Self.checkSpace(at: path, for: 0, reserve: reserve) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("write", errno, reserve) }
            rest = rest.dropFirst(count)
        }
    }

    /// Drops what lies behind; the next bytes come there.
    func cut(to offset: Int) throws(JobsError) {
        guard ftruncate(descriptor, off_t(offset)) == 0, lseek(descriptor, off_t(offset), SEEK_SET) >= 0
        else {
            throw Self.failure("cut", errno, reserve)
        }
    }

    /// Returns when all is on stable storage. Once it could not be, it never is.
    func sync() throws(JobsError) {
        let failure = lost.withLock { lost in
            if lost == nil, fdatasync(descriptor) != 0 { lost = errno }
            return lost
        }
        if let failure { throw Self.failure("save", failure, reserve) }
    }

    /// - Throws: `.diskFull` where less than the reserve would be left of the disk.
    static func checkSpace(at path: String, for bytes: Int, reserve: Int) throws(JobsError) {
        guard let free = freeBytes(at: path) else { throw failure("look at the disk for", errno, reserve) }
        guard free - reserve >= bytes else { throw .diskFull(free: free, needed: bytes, reserve: reserve) }
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
