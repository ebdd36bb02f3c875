package import Specification

/// How large uploads may be, and how long they may take.
package struct UploadLimits: Sendable {
    /// Of one upload as it comes.
    package var bytes = 1 << 30 {
        didSet { unpacking.bytes = 8 * bytes }
    }
    /// Bytes of the disk that uploads leave free, all together.
    package var reserve = 512 << 20 {
        didSet { unpacking.reserve = reserve }
    }
    package var unpacking = UnpackingLimits(entries: 200_000, bytes: 8 << 30, ratio: 100, reserve: 512 << 20)
    /// Seconds in which an archive must be unpacked and read.
    package var unpackingSeconds = 900.0
    package var unpackingMemoryMb = 4096
    /// Uploads that have begun and not ended, in parts or in one piece.
    package var unfinished = 100
    /// The same, of one owner. Uploads without an owner count towards all alone.
    package var unfinishedPerOwner = 25
    /// Seconds after its last byte when a resumable upload expires.
    package var lifetime = 86_400.0

    package init() {}
}
