import Foundation

/// What keeps a second command out of a folder that one works in, as long as it is there; it ends with the process, too.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Parameter folder: a path; it exists.
    init(_ folder: String) throws(CommandError) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .outputUnusable(path: folder, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isHeld = errno == EWOULDBLOCK
            let reason = isHeld ? "another command works in it" : String(cString: strerror(errno))
            close(descriptor)
            throw .outputUnusable(path: folder, reason: reason)
        }
    }

    deinit { close(descriptor) }
}
