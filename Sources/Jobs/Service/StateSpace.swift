internal import Foundation

/// The file system of the state directory.
package struct StateSpace: Sendable, Equatable {
    /// Bytes that the service's user may still write.
    package let free: Int
    package let size: Int

    /// Nil where it cannot be told.
    init?(path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        let unit = UInt64(status.f_frsize)
        free = Int(clamping: UInt64(status.f_bavail) * unit)
        size = Int(clamping: UInt64(status.f_blocks) * unit)
    }
}

extension JobService {
    package var space: StateSpace? { StateSpace(path: configuration.stateDirectory.path) }
}
