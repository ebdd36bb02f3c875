/// What an engine process that unpacks is asked, one line of JSON: to make a data set of an archive.
package struct UnpackingRequest: Codable, Sendable, Equatable {
    /// The path of the archive: tar, tar.gz or zip.
    package var archive: String
    /// The path of an empty folder, in which the engine makes the data set's own.
    package var folder: String
    package var name: String
    package var limits: UnpackingLimits

    package init(archive: String, folder: String, name: String, limits: UnpackingLimits) {
        self.archive = archive
        self.folder = folder
        self.name = name
        self.limits = limits
    }
}

/// How far an archive may unfold; counted while it does.
package struct UnpackingLimits: Codable, Sendable, Equatable {
    /// Files and folders.
    package var entries: Int
    /// Bytes of all files together.
    package var bytes: Int
    /// Bytes of the files to one of the archive, beyond ``ratioFloor``.
    package var ratio: Int
    /// Bytes that stay free on the disk.
    package var reserve: Int

    /// Up to here a small archive may grow as it likes.
    package static let ratioFloor = 64 << 20

    package init(entries: Int, bytes: Int, ratio: Int, reserve: Int) {
        self.entries = entries
        self.bytes = bytes
        self.ratio = ratio
        self.reserve = reserve
    }
}
