internal import Foundation

extension StateDirectory {
    /// Gives the checkpoints of one job to another, durably. They are links: an engine writes a new file under another
    /// name and renames it, so what either job does never changes the other's.
    /// - Returns: whether there were any, and the other's folder was made.
    func linkCheckpoints(of old: String, to new: String) throws(JobsError) -> Bool {
        let names =
            ((try? FileManager.default.contentsOfDirectory(atPath: jobPath(old))) ?? []).filter {
                $0.hasPrefix("checkpoint-") && $0.hasSuffix(".safetensors")
            }
        guard !names.isEmpty else { return false }
        try createJobFolder(new)
        for name in names {
            guard link("\(jobPath(old))/\(name)", "\(jobPath(new))/\(name)") == 0 else {
                // Gone by now with the old job: then the new one begins afresh.
                if errno == ENOENT { continue }
                throw .stateDirectoryUnusable(path: jobPath(new), reason: Self.reason(errno))
            }
        }
        let folder = open(jobPath(new), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else {
            throw .stateDirectoryUnusable(path: jobPath(new), reason: Self.reason(errno))
        }
        defer { close(folder) }
        guard fsync(folder) == 0 else {
            throw .stateDirectoryUnusable(path: jobPath(new), reason: Self.reason(errno))
        }
        return true
    }
}
