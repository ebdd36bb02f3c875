internal import Foundation
internal import Synchronization

/// The room that uploads have on the disk: all together leave its reserve free, however many come at once.
///
/// The disk is not looked at for every piece. An upload takes a share of what is free, writes that much and takes the
/// next. What has been taken and is not written yet is nobody else's.
final class UploadSpace: Sendable {
    /// The most that an upload writes between two looks at the disk.
    static let largestShare = 16 << 20

    let reserve: Int
    private let path: String
    private let freeBytes: @Sendable (String) -> Int?
    /// Bytes of all shares that are not written yet.
    private let taken = Mutex(0)

    /// - Parameters: path: of a folder on the disk; freeBytes: how the disk is looked at.
    init(
        at path: String, reserve: Int,
        freeBytes: @escaping @Sendable (String) -> Int? = { UploadFile.freeBytes(at: $0) }
    ) {
        self.path = path
        self.reserve = reserve
        self.freeBytes = freeBytes
    }

    /// - Throws: `.diskFull` where there is no room for so many bytes. They may be gone a moment later.
    func require(_ bytes: Int) throws(JobsError) {
        try taken.withLock { (taken) throws(JobsError) in
            _ = try room(for: bytes, beside: taken)
        }
    }

    /// Takes a share.
    /// - Parameters: least: bytes that are written next; most: bytes that may still come.
    /// - Returns: its bytes; what of it is written or no longer needed is given back.
    /// - Throws: `.diskFull` where there is no room for the least.
    func take(least: Int, most: Int) throws(JobsError) -> Int {
        try taken.withLock { (taken) throws(JobsError) in
            let room = try room(for: least, beside: taken)
            let share = min(room, max(least, min(most, Self.largestShare)))
            taken += share
            return share
        }
    }

    func giveBack(_ bytes: Int) { taken.withLock { $0 -= bytes } }

    private func room(for bytes: Int, beside taken: Int) throws(JobsError) -> Int {
        guard let free = freeBytes(path) else {
            throw UploadFile.failure("look at the disk for", errno, reserve)
        }
        let left = free - taken
        guard left - reserve >= bytes else {
            throw .diskFull(free: max(0, left), needed: bytes, reserve: reserve)
        }
        return left - reserve
    }
}
