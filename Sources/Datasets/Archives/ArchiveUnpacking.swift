import Foundation

/// Writes an archive's files into a folder of their own, and counts while it does. Whatever ends it early leaves the
/// folder as it is: it is the caller's to remove.
package final class ArchiveUnpacking {
    /// Bytes between two looks at the free space.
    private static let lookInterval = 16 << 20

    /// Files that were written; folders do not count.
    package private(set) var files = 0
    /// Bytes of all these files.
    package private(set) var bytes = 0
    private let limits: ArchiveLimits
    private let folder: String
    private let allowedByRatio: Int
    private var entries = 0
    private var places: [String: ArchiveEntry.Kind] = [:]
    private var unlooked = 0
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)

    /// Unpacks a tar, tar.gz or zip file into an empty folder that only this process writes to.
    package init(_ archive: String, into folder: String, limits: ArchiveLimits) throws(DatasetError) {
        self.limits = limits
        self.folder = folder
        var status = stat()
        guard stat(archive, &status) == 0 else { throw Self.failure(errno, "the archive") }
        let (product, overflows) = Int(status.st_size).multipliedReportingOverflow(by: limits.ratio)
        allowedByRatio = overflows ? .max : max(product, limits.ratioFloor)
        try checkSpace()
        let reader = try ArchiveReader(path: archive)
        while let entry = try reader.next() { try take(entry, from: reader) }
        guard files > 0 else { throw .archiveUnreadable(reason: "it holds no file") }
    }

    deinit { buffer.deallocate() }

    /// The folder that the files really lie in: where an archive has nothing but one folder at its top, that one.
    package static func top(of folder: String) -> String {
        var top = folder
        for _ in 0..<DatasetPath.largestDepth {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: top)) ?? []
            var status = stat()
            guard names.count == 1, let name = names.first, lstat(top + "/" + name, &status) == 0,
                status.st_mode & S_IFMT == S_IFDIR
            else { break }
            top += "/" + name
        }
        return top
    }

    private func take(_ entry: ArchiveEntry, from reader: ArchiveReader) throws(DatasetError) {
        entries += 1
        guard entries <= limits.entries else {
            throw .archiveTooLarge(what: "has more than \(limits.entries) entries", allowed: "that many")
        }
        if case .other(let what) = entry.kind {
            throw .archiveEntry(path: entry.path, found: what, allowed: "files and folders")
        }
        guard let place = try entry.place() else { return }
        let names = ArchiveEntry.names(of: place)
        for depth in 1..<names.count { try make(names[..<depth].joined(separator: "/"), for: entry) }
        if entry.kind == .folder {
            try make(place, for: entry)
            return
        }
        guard places.updateValue(.file, forKey: place) == nil else {
            throw .archiveEntry(path: entry.path, found: "there twice", allowed: "one entry for each path")
        }
        try write(place, from: reader)
        files += 1
    }

    private func make(_ place: String, for entry: ArchiveEntry) throws(DatasetError) {
        switch places.updateValue(.folder, forKey: place) {
        case nil: guard mkdir(folder + "/" + place, 0o700) == 0 else { throw Self.failure(errno, place) }
        case .folder: break
        default:
            throw .archiveEntry(
                path: entry.path, found: "below a file of the archive", allowed: "a path below folders")
        }
    }

    private func write(_ place: String, from reader: ArchiveReader) throws(DatasetError) {
        let file = open(folder + "/" + place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure(errno, place) }
        defer { close(file) }
        while true {
            let count = try reader.read(into: buffer)
            guard count > 0 else { return }
            try tally(count)
            var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            while !rest.isEmpty {
                let written = Glibc.write(file, rest.baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw Self.failure(errno, place) }
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            }
        }
    }

    private func tally(_ more: Int) throws(DatasetError) {
        bytes += more
        guard bytes <= limits.bytes else {
            throw .archiveTooLarge(what: "unpacks to more than \(limits.bytes) bytes", allowed: "that many")
        }
        guard bytes <= allowedByRatio else {
            throw .archiveTooLarge(
                what: "unpacks to more than \(allowedByRatio) bytes",
                allowed: "\(limits.ratio) times its own size")
        }
        unlooked += more
        guard unlooked >= Self.lookInterval else { return }
        unlooked = 0
        try checkSpace()
    }

    private func checkSpace() throws(DatasetError) {
        var space = statvfs()
        guard statvfs(folder, &space) == 0 else { throw Self.failure(errno, "the folder") }
        let free = Int(clamping: UInt64(space.f_bavail) * UInt64(space.f_frsize))
        guard free > limits.reserve else {
            throw .diskFull(reason: "\(free) bytes are free, and \(limits.reserve) stay free")
        }
    }

    private static func failure(_ code: Int32, _ file: String) -> DatasetError {
        let reason = String(cString: strerror(code))
        return code == ENOSPC || code == EDQUOT
            ? .diskFull(reason: reason) : .unreadable(file: file, reason: reason)
    }
}
