import Foundation

/// Files that appear whole or not at all.
package struct DurableFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Writes through `body` beside the place, syncs, renames over the place and syncs the folder. Where something
    /// throws, the place is as it was.
    static func write(
        to path: String, _ body: (borrowing DurableFile) throws(TorchError) -> Void
    ) throws(TorchError) {
        let temporary = "\(path).\(getpid()).\(UInt64.random(in: 0 ... .max)).partial"
        do throws(TorchError) {
            try fill(temporary, for: path, body)
            guard rename(temporary, path) == 0 else { throw failure("renaming into place", path) }
        } catch {
            unlink(temporary)
            throw error
        }
        try syncFolder(of: path)
    }

    /// Writes the whole content so.
    package static func write(_ content: [UInt8], to path: String) throws(TorchError) {
        try write(to: path) { file throws(TorchError) in try file.append(content) }
    }

    func append(_ bytes: [UInt8]) throws(TorchError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("writing", path) }
            written += count
        }
    }

    static func read(_ path: String) throws(TorchError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("opening", path) }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { throw failure("reading its size", path) }
        guard information.st_mode & S_IFMT == S_IFREG else {
            throw .file(path: path, problem: "It is not a regular file.")
        }
        var bytes = [UInt8](repeating: 0, count: Int(information.st_size))
        var filled = 0
        while filled < bytes.count {
            let room = bytes.count - filled
            let count = bytes.withUnsafeMutableBytes {
                Foundation.read(descriptor, $0.baseAddress.map { $0 + filled }, room)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("reading", path) }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    private static func fill(
        _ temporary: String, for path: String, _ body: (borrowing DurableFile) throws(TorchError) -> Void
    ) throws(TorchError) {
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("creating a file beside it", path) }
        let file = DurableFile(descriptor: descriptor, path: path)
        try body(file)
        guard fsync(file.descriptor) == 0 else { throw failure("syncing", path) }
    }

    private static func syncFolder(of path: String) throws(TorchError) {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("opening its folder", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("syncing its folder", path) }
    }

    private static func failure(_ action: String, _ path: String) -> TorchError {
        .file(path: path, problem: "Failed at \(action): \(String(cString: strerror(errno))).")
    }
}
