import Foundation
import FuzzSupport

/// A place in memory where archives are unpacked, one after the other.
final class ArchiveFolder: Sendable {
    static let shared = ArchiveFolder()

    /// Has nothing but the folder that is unpacked into, named `name`.
    private let parent: String
    private static let name = "set"

    private init() {
        let place = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        parent = "\(place)/l2t-fuzz-\(getpid())"
        mkdir(parent, 0o700)
        atexit {
            ArchiveFolder.remove(ArchiveFolder.shared.parent)
            ArchiveFolder.remove("\(ArchiveFolder.shared.parent).archive")
        }
    }

    /// Gives `body` the path of the archive and of an empty folder, and looks what stands beside the folder then.
    func unpack(_ bytes: [UInt8], _ body: (_ archive: String, _ folder: String) -> Void) {
        let archive = "\(parent).archive"
        let file = open(archive, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        claim(file >= 0 && write(file, bytes, bytes.count) == bytes.count, "a file in memory")
        close(file)
        let folder = "\(parent)/\(Self.name)"
        mkdir(folder, 0o700)
        body(archive, folder)
        claim(Self.names(in: parent) == [Self.name], "nothing beside the folder")
        Self.remove(folder)
    }

    /// The plain files below, and their bytes. Anything but files and folders breaks a claim.
    static func content(of folder: String) -> (files: Int, bytes: Int) {
        var (files, bytes) = (0, 0)
        for name in names(in: folder) {
            let path = "\(folder)/\(name)"
            var status = stat()
            claim(lstat(path, &status) == 0, "\(path) can be looked at")
            if status.st_mode & S_IFMT == S_IFDIR {
                let inner = content(of: path)
                files += inner.files
                bytes += inner.bytes
            } else {
                claim(status.st_mode & S_IFMT == S_IFREG, "\(path) is a file or a folder")
                claim(
                    status.st_nlink == 1 && status.st_mode & 0o7177 == 0, "\(path) is a file of nobody else's"
                )
                files += 1
                bytes += Int(status.st_size)
            }
        }
        return (files, bytes)
    }

    private static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 || rmdir(path) == 0 { return }
        for name in names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
