/// How far an archive may unfold; counted while it does.
package struct ArchiveLimits: Sendable, Equatable {
    /// Files and folders.
    package var entries: Int
    /// Bytes of all files together.
    package var bytes: Int
    /// Bytes of the files to one of the archive, beyond `ratioFloor`.
    package var ratio: Int
    /// Up to here a small archive may grow as it likes.
    package var ratioFloor: Int
    /// Bytes that stay free on the disk.
    package var reserve: Int

    package init(entries: Int, bytes: Int, ratio: Int, ratioFloor: Int, reserve: Int) {
        self.entries = entries
        self.bytes = bytes
        self.ratio = ratio
        self.ratioFloor = ratioFloor
        self.reserve = reserve
    }
}
