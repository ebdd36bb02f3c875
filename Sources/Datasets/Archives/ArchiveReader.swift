import CArchive
import Glibc

/// The entries of a tar, tar.gz or zip file, one after the other, by libarchive.
final class ArchiveReader {
    private static let blockSize = 64 * 1024

    private let archive: OpaquePointer
    /// libarchive turns names into the locale's encoding: UTF-8, whatever the process has.
    private let names = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
    private let before: locale_t?

    /// - Throws: `.archiveUnreadable` where it is no such file.
    init(path: String) throws(DatasetError) {
        guard let archive = archive_read_new() else {
            throw .archiveUnreadable(reason: "there is no memory for it")
        }
        self.archive = archive
        before = uselocale(names)
        // No other format or filter: each is a parser more that hostile bytes could reach.
        for enable in [
            archive_read_support_format_tar, archive_read_support_format_zip,
            archive_read_support_filter_gzip,
        ] {
            // ARCHIVE_WARN: by a program; there is none for these.
            guard enable(archive) == ARCHIVE_OK else { throw failure() }
        }
        guard archive_read_open_filename(archive, path, Self.blockSize) == ARCHIVE_OK else { throw failure() }
    }

    /// On the thread that made it.
    deinit {
        archive_read_free(archive)
        uselocale(before)
        freelocale(names)
    }

    /// - Returns: nil at the end.
    func next() throws(DatasetError) -> ArchiveEntry? {
        var entry: OpaquePointer?
        switch archive_read_next_header(archive, &entry) {
        case ARCHIVE_EOF: return nil
        // A name that the locale cannot write is a warning: it is judged below.
        case ARCHIVE_OK, ARCHIVE_WARN: break
        default: throw failure()
        }
        guard let entry, let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) else {
            throw .archiveUnreadable(reason: "an entry has no name")
        }
        return ArchiveEntry(path: String(cString: name), kind: Self.kind(entry))
    }

    /// The next bytes of the entry's file; 0 at its end. Holes come as zeros.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw failure() }
        return count
    }

    private static func kind(_ entry: OpaquePointer) -> ArchiveEntry.Kind {
        if archive_entry_hardlink(entry) != nil { return .other("a hard link") }
        switch mode_t(archive_entry_filetype(entry)) {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK: return .other("a symbolic link")
        case S_IFCHR, S_IFBLK: return .other("a device")
        case S_IFIFO: return .other("a pipe")
        case S_IFSOCK: return .other("a socket")
        default: return .other("of an unknown kind")
        }
    }

    private func failure() -> DatasetError {
        .archiveUnreadable(
            reason: archive_error_string(archive).map { String(cString: $0) } ?? "no reason is known")
    }
}
