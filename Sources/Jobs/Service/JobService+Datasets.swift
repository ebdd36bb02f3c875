internal import CLinux
internal import Foundation
internal import Specification

extension JobService {
    /// Removes an uploaded data set and its files.
    /// - Throws: `.unknownDataset`; `.datasetInUse` where a job that has not ended names it.
    package func deleteDataset(_ name: String) throws(JobsError) {
        guard uploads.dataset(name) != nil else { throw .unknownDataset(name) }
        try requireUnused(name)
        let place = uploads.place(of: name)
        let trash =
            uploads.directory.uploadsPath + "/\(identifiers.next(at: configuration.now(), kind: "del"))"
        let failure = linux_rename_to_free(place, trash)
        guard failure == 0 else {
            guard failure != ENOENT else { throw .unknownDataset(name) }
            throw .storage(action: "remove a data set", reason: StateDirectory.reason(failure))
        }
        do throws(JobsError) {
            // A job may have come between the look and the rename.
            try requireUnused(name)
            try DurableFile.syncFolder(of: place)
        } catch {
            _ = linux_rename_to_free(trash, place)
            throw error
        }
        uploads.remove(trash)
    }

    private func requireUnused(_ name: String) throws(JobsError) {
        let jobs = try store.unfinishedJobs(dataset: name)
        guard jobs == 0 else { throw .datasetInUse(name: name, jobs: jobs) }
    }
}
