internal import Foundation
internal import Specification

/// Looks at what an engine left in a job's folder. The engine has renamed a file into place before it names it.
enum ArtifactReader {
    /// Size and digest of the file.
    /// - Returns: nil when there is no such file.
    /// - Throws: `.fileUnusable` when the name leads elsewhere, or the file is no plain one or cannot be read.
    static func artifact(_ file: EngineFile, in folder: String, at time: Date) throws(JobsError) -> Artifact?
    {
        guard !file.name.isEmpty, !file.name.hasPrefix("."), !file.name.contains("/") else {
            throw .fileUnusable(name: file.name, reason: "a plain file name is expected")
        }
        let descriptor = open(folder + "/" + file.name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .fileUnusable(name: file.name, reason: StateDirectory.reason(errno))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .fileUnusable(name: file.name, reason: "it is no plain file")
        }
        let (size, digest) = try contents(of: descriptor, name: file.name)
        return Artifact(
            name: file.name, kind: file.kind, size: size, mediaType: file.mediaType, sha256: digest,
            createdAt: time)
    }

    static func exists(_ name: String, in folder: String) -> Bool {
        access(folder + "/" + name, F_OK) == 0
    }

    private static func contents(of descriptor: Int32, name: String) throws(JobsError) -> (Int, String) {
        guard let digest = SHA256() else {
            throw .fileUnusable(name: name, reason: "SHA-256 is not available")
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var size = 0
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .fileUnusable(name: name, reason: StateDirectory.reason(errno))
            }
            guard count > 0 else { return (size, digest.finish()) }
            size += count
            buffer.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}
