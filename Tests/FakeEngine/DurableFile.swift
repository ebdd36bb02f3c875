import Foundation

/// A file written as the engine writes its own: beside its place and in pieces, synced, renamed, its folder synced.
enum DurableFile {
    struct Failure: Error, CustomStringConvertible {
        let description: String

        /// As `errno` says.
        init(_ action: String, _ path: String) {
            description = "\(path): Failed at \(action): \(String(cString: strerror(errno)))."
        }
    }

    static let suffix = ".partial"
    private static let piece = 4096

    static func write(_ content: Data, to path: String) throws {
        let partial = path + suffix
        do {
            try fill(partial, content)
            guard rename(partial, path) == 0 else { throw Failure("renaming", path) }
        } catch {
            unlink(partial)
            throw error
        }
        let folder = open(
            URL(filePath: path).deletingLastPathComponent().path(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Failure("opening its folder", path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Failure("syncing its folder", path) }
    }

    private static func fill(_ path: String, _ content: Data) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Failure("creating", path) }
        defer { close(file) }
        var rest = content[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Foundation.write(file, $0.baseAddress, min($0.count, piece))
            }
            guard written > 0 else { throw Failure("writing", path) }
            rest = rest.dropFirst(written)
        }
        guard fsync(file) == 0 else { throw Failure("syncing", path) }
    }
}
