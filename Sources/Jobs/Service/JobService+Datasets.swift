internal import CLinux
internal import Foundation
internal import Specification

extension JobService {
    /// Removes an uploaded data set and its files.
    /// - Throws: `.unknownDataset`; `.datasetInUse` where a job that has not ended names it.
    package func deleteDataset(_ name: String) throws(JobsError) {
        guard uploads.dataset(name) != nil else { throw .unknownDataset(name) }
        try remove(.dataset, name, unknown: .unknownDataset(name)) { () throws(JobsError) in
            let jobs = try store.unfinishedJobs(dataset: name)
            guard jobs == 0 else { throw .datasetInUse(name: name, jobs: jobs) }
        }
    }

    /// Removes an uploaded student and its file; trained students of it stay.
    /// - Throws: `.unknownStudent`; `.studentInUse` where a job that has not ended names it.
    package func deleteStudent(_ name: String) throws(JobsError) {
        guard uploads.student(name) != nil else { throw .unknownStudent(name) }
        try remove(.student, name, unknown: .unknownStudent(name)) { () throws(JobsError) in
            let jobs = try store.unfinishedJobs(script: name)
            guard jobs == 0 else { throw .studentInUse(name: name, jobs: jobs) }
        }
    }

    private func remove(
        _ kind: UploadKind, _ name: String, unknown: JobsError, requireUnused: () throws(JobsError) -> Void
    ) throws(JobsError) {
        try requireUnused()
        let place = uploads.place(of: name, kind)
        let trash =
            uploads.directory.uploadsPath + "/\(identifiers.next(at: configuration.now(), kind: "del"))"
        let failure = linux_rename_to_free(place, trash)
        guard failure == 0 else {
            guard failure != ENOENT else { throw unknown }
            throw .storage(action: "remove a \(kind.rawValue)", reason: StateDirectory.reason(failure))
        }
        do throws(JobsError) {
            // A job may have come between the look and the rename.
            try requireUnused()
            try StateFile.syncFolder(of: place)
        } catch {
            _ = linux_rename_to_free(trash, place)
            throw error
        }
        uploads.remove(trash)
    }
}
