internal import Foundation
internal import Synchronization

/// The folder in which a service keeps all that must outlive it. Held under a lock from its opening until
/// ``release()`` or the end of the last reference, so that two services never share one.
package final class StateDirectory: Sendable {
    package let path: String
    private let lock: Mutex<Int32?>

    /// Creates the folder where it is missing.
    package init(opening path: String) throws(JobsError) {
        self.path = URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
        for folder in ["/jobs", "/datasets", "/students", "/teachers", "/uploads"] {
            let failure = Self.makeFolder(path + folder)
            guard failure == 0 else {
                throw .stateDirectoryUnusable(path: path, reason: Self.reason(failure))
            }
        }
        let lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw .stateDirectoryUnusable(path: path, reason: "its lock file: \(Self.reason(errno))")
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let failure = errno
            var text = [UInt8](repeating: 0, count: 20)
            let count = pread(lock, &text, text.count, 0)
            close(lock)
            guard failure == EWOULDBLOCK else {
                throw .stateDirectoryUnusable(path: path, reason: "its lock file: \(Self.reason(failure))")
            }
            let digits = String(decoding: text.prefix(max(0, count)).prefix { $0 != 10 }, as: UTF8.self)
            throw .stateDirectoryInUse(path: path, pid: Int(digits))
        }
        let line = Array("\(getpid())\n".utf8)
        guard ftruncate(lock, 0) == 0, pwrite(lock, line, line.count, 0) == line.count else {
            let failure = errno
            close(lock)
            throw .stateDirectoryUnusable(path: path, reason: "its lock file: \(Self.reason(failure))")
        }
        self.lock = Mutex(lock)
    }

    deinit {
        release()
    }

    /// Leaves the folder to another service. The one that used it must have stopped.
    package func release() {
        lock.withLock { lock in
            if let descriptor = lock { close(descriptor) }
            lock = nil
        }
    }

    package var databasePath: String { path + "/jobs.sqlite" }

    package var auditPath: String { Self.auditPath(path) }

    package static func auditPath(_ stateDirectory: String) -> String { stateDirectory + "/audit.jsonl" }

    var jobsPath: String { path + "/jobs" }

    /// One folder for each uploaded data set.
    package var datasetsPath: String { path + "/datasets" }

    /// One folder for each teacher that was saved by name.
    var teachersPath: String { path + "/teachers" }

    /// One folder for each uploaded student.
    var studentsPath: String { path + "/students" }

    /// The module's file in a student's folder.
    static let scriptName = "student.pt"

    /// What has not come whole yet, or is looked at.
    var uploadsPath: String { path + "/uploads" }

    /// The folder of one job: checkpoints and artifacts, kept over all its attempts.
    func jobPath(_ id: String) -> String { jobsPath + "/" + id }

    /// Makes the job's folder, durably: the folder and its entry are on stable storage when this returns.
    func createJobFolder(_ id: String) throws(JobsError) {
        let folder = jobPath(id)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .stateDirectoryUnusable(path: folder, reason: Self.reason(errno))
        }
        let parent = open(jobsPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { throw .stateDirectoryUnusable(path: jobsPath, reason: Self.reason(errno)) }
        defer { close(parent) }
        guard fsync(parent) == 0 else {
            throw .stateDirectoryUnusable(path: jobsPath, reason: Self.reason(errno))
        }
    }

    /// Makes the folder and those above it. - Returns: `errno` of what failed; 0 where the folder is there.
    private static func makeFolder(_ path: String) -> Int32 {
        var folder = path.hasPrefix("/") ? "" : "."
        for name in path.split(separator: "/") {
            folder += "/" + name
            if mkdir(folder, 0o700) != 0, errno != EEXIST { return errno }
        }
        var status = stat()
        guard stat(folder, &status) == 0 else { return errno }
        return status.st_mode & S_IFMT == S_IFDIR ? 0 : ENOTDIR
    }

    /// - Returns: `.storageFull` where fewer bytes are free than `minimum`; nil where it cannot be told.
    func shortage(below minimum: Int) -> JobsError? {
        guard let free = Self.freeSpace(path), free < minimum else { return nil }
        return .storageFull(
            action: "take new work", reason: "\(free >> 20) MiB are free, and \(minimum >> 20) must be")
    }

    /// Bytes that are free for this user on the file system of `path`; nil where it cannot be told.
    static func freeSpace(_ path: String) -> Int? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
