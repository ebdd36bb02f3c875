internal import Foundation
internal import Specification

extension StateDirectory {
    /// Gives the checkpoints of one job to another, and the teacher that it starts from, durably. They are links: an engine writes a new file under another
    /// name and renames it, so what either job does never changes the other's.
    /// - Returns: whether there were any, and the other's folder was made.
    func linkCheckpoints(of old: String, to new: String) throws(JobsError) -> Bool {
        let names =
            ((try? FileManager.default.contentsOfDirectory(atPath: jobPath(old))) ?? []).filter {
                $0.hasPrefix("checkpoint-") && $0.hasSuffix(".safetensors")
                    || $0 == EngineAssignment.startingTeacher
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
        try syncJobFolder(new)
        return true
    }

    /// Gives a job the teacher that it starts from, durably: a link, as that file never changes.
    /// - Returns: whether the file is there. The job's folder is made in any case.
    func linkTeacher(_ path: String, to job: String) throws(JobsError) -> Bool {
        try createJobFolder(job)
        guard link(path, jobPath(job) + "/" + EngineAssignment.startingTeacher) == 0 else {
            if errno == ENOENT { return false }
            throw .stateDirectoryUnusable(path: jobPath(job), reason: Self.reason(errno))
        }
        try syncJobFolder(job)
        return true
    }

    private func syncJobFolder(_ job: String) throws(JobsError) {
        let folder = open(jobPath(job), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else {
            throw .stateDirectoryUnusable(path: jobPath(job), reason: Self.reason(errno))
        }
        defer { close(folder) }
        guard fsync(folder) == 0 else {
            throw .stateDirectoryUnusable(path: jobPath(job), reason: Self.reason(errno))
        }
    }
}
