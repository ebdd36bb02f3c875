import CArchive
import Glibc

/// The entries of a tar, tar.gz or zip file, one after the other, by libarchive.
final class ArchiveReader {
    private static let blockSize = 64 * 1024
    private static let pieceSize = 256 << 10

    private let archive: OpaquePointer
    /// libarchive turns names into the locale's encoding: UTF-8, whatever the process has.
    private let names = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
    private let before: locale_t?

    /// - Throws: `.archiveUnreadable` where it is no such file.
    convenience init(path: String) throws(DatasetError) {
        try self.init(enabling: Self.parsers)
        guard archive_read_open_filename(archive, path, Self.blockSize) == ARCHIVE_OK else { throw failure() }
    }

    /// The same in memory, whose bytes stay where they are as long as the reader lives.
    /// - Throws: `.archiveUnreadable`.
    convenience init(bytes: UnsafeRawBufferPointer) throws(DatasetError) {
        try self.init(bytes, enabling: Self.parsers)
    }

    /// A zip file in memory, as the other; it is read by its directory, so that one that was cut short is told.
    /// - Throws: `.archiveUnreadable`.
    convenience init(zip bytes: UnsafeRawBufferPointer) throws(DatasetError) {
        try self.init(bytes, enabling: [archive_read_support_format_zip_seekable])
    }

    private convenience init(
        _ bytes: UnsafeRawBufferPointer, enabling parsers: [(OpaquePointer?) -> Int32]
    ) throws(DatasetError) {
        try self.init(enabling: parsers)
        guard archive_read_open_memory(archive, bytes.baseAddress, bytes.count) == ARCHIVE_OK else {
            throw failure()
        }
    }

    /// No other format or filter: each is a parser more that hostile bytes could reach.
    private static var parsers: [(OpaquePointer?) -> Int32] {
        [
            archive_read_support_format_tar, archive_read_support_format_zip,
            archive_read_support_filter_gzip,
        ]
    }

    private init(enabling parsers: [(OpaquePointer?) -> Int32]) throws(DatasetError) {
        guard let archive = archive_read_new() else {
            throw .archiveUnreadable(reason: "there is no memory for it")
        }
        self.archive = archive
        before = uselocale(names)
        for enable in parsers {
            // ARCHIVE_WARN: by a program; there is none for these.
            guard enable(archive) == ARCHIVE_OK else { throw failure() }
        }
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

    /// The next `count` bytes of the entry's file, fewer only at its end. Memory follows the bytes that are there.
    func read(upTo count: Int) throws(DatasetError) -> [UInt8] {
        var result: [UInt8] = []
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(1, min(count, Self.pieceSize)), alignment: 16)
        defer { piece.deallocate() }
        while result.count < count {
            let wanted = min(piece.count, count - result.count)
            let filled = try read(into: UnsafeMutableRawBufferPointer(rebasing: piece[..<wanted]))
            guard filled > 0 else { break }
            result.append(contentsOf: piece[..<filled])
        }
        return result
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
