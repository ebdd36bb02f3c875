internal import Foundation

/// Small files that are whole or not there, and the folders that name them.
enum StateFile {
    /// Puts the bytes in the place of what stands at `path`; they are on stable storage when this returns.
    static func write(_ bytes: Data, to path: String) throws(JobsError) {
        let temporary = path + ".new"
        // Is told the code of what failed: `unlink` may set `errno`.
        func abandon(_ code: Int32) -> JobsError {
            unlink(temporary)
            return UploadFile.failure("note", code, 0)
        }
        let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw UploadFile.failure("note", errno, 0) }
        var code = bytes.withUnsafeBytes { UploadFile.writeAll($0, to: file) }
        if code == 0, fsync(file) != 0 { code = errno }
        close(file)
        guard code == 0 else { throw abandon(code) }
        guard rename(temporary, path) == 0 else { throw abandon(errno) }
        try syncFolder(of: path)
    }

    /// What was made, renamed or removed in the folder of `path` stays so.
    static func syncFolder(of path: String) throws(JobsError) {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let descriptor = open("/" + folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw UploadFile.failure("note", errno, 0) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw UploadFile.failure("note", errno, 0) }
    }
}
