internal import Foundation
internal import Specification

/// The disk: whether there is space, and that it holds what the store says and nothing else.
extension JobService {
    /// Why the service can take no work now; nil where it can.
    package var obstacle: String? {
        do throws(JobsError) {
            try requireSpace()
            try store.checkWritable()
            return nil
        } catch {
            return error.description
        }
    }

    /// - Throws: `.storageFull` where less space is left than running jobs may need.
    func requireSpace() throws(JobsError) {
        if let shortage = context.shortage { throw shortage }
    }

    /// Checkpoints that engines of a dead service saved and that it has not heard of.
    func listCheckpoints() throws(JobsError) {
        for token in try store.liveAttempts() {
            let folder = JobFolder(configuration.stateDirectory.jobPath(token.job))
            let time = configuration.now()
            guard let report = try folder.unlistedCheckpoint(token, store, time) else { continue }
            _ = try store.record(report, by: token, at: time)
        }
    }

    /// Removes what a dead service left: folders of jobs that are no more, and files that an ended job does not list.
    func cleanFolders() throws(JobsError) {
        let path = configuration.stateDirectory.jobsPath
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            do throws(JobsError) {
                guard try store.keptFiles(name) != nil else { continue }
                clean(name)
            } catch .unknownJob {
                removeFolder(name)
            }
        }
    }

    func clean(_ job: String) {
        JobFolder(configuration.stateDirectory.jobPath(job)).clean(job, store, context.notice)
    }
}
