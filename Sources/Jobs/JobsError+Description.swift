internal import Specification

extension JobsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownJob(let id):
            "There is no job '\(id)'."
        case .unknownArtifact(let job, let name):
            "Job '\(job)' has no artifact '\(name)'."
        case .queueFull(let limit):
            "The queue holds \(limit) jobs, as many as are allowed; submit again when one of them has started."
        case .ownerQueueFull(let limit):
            "\(limit) jobs of this owner are queued, as many as one owner may have; submit again when one of them "
                + "has started."
        case .notAllowed(let action, let state):
            "Cannot \(action) the job: its state is '\(state.rawValue)'."
        case .idempotencyKeyReused:
            "The Idempotency-Key was used for another request within the last 24 hours; a new request needs a new key."
        case .requestInFlight:
            "The first request with this Idempotency-Key is still being answered; ask again in a moment."
        case .unknownComparison(let id):
            "There is no comparison '\(id)'."
        case .queueFullForComparison(let jobs, let limit):
            "The comparison has \(jobs) jobs, and the queue takes \(limit) with those that wait; submit it again "
                + "when enough of them have started, or with fewer methods or seeds."
        case .comparisonNotAllowed(let action, let unfinished):
            "Cannot \(action) the comparison: "
                + (unfinished == 0
                    ? "all its jobs have ended."
                    : "\(unfinished) of its jobs \(unfinished == 1 ? "has" : "have") not ended.")
        case .staleAttempt(let job, let attempt):
            "Attempt \(attempt) of job '\(job)' is over; what it reports is not recorded."
        case .stateDirectoryInUse(let path, let pid):
            "The state directory \(path) is in use by another service\(pid.map { " (process \($0))" } ?? ""); "
                + "stop that one or name another directory."
        case .stateDirectoryUnusable(let path, let reason):
            "The state directory \(path) cannot be used: \(reason)."
        case .databaseLocked(let path):
            "The database \(path) is locked by another program; only one service may have it open."
        case .databaseCorrupt(let path, let reason):
            "The database \(path) is damaged or no job database (\(reason)); restore it from a copy or move it away."
        case .databaseNewer(let path, let found):
            "The database \(path) was written by a newer version of the service (it has "
                + "\(found.joined(separator: ", "))); use that version or another state directory."
        case .databaseOlder(let path):
            "The database \(path) is in use by an older version of the service; stop that one, or use its own "
                + "command."
        case .tokenNameTaken(let name):
            "There is a token '\(name)' already; revoke it first or take another name."
        case .unknownToken(let text):
            "There is no token '\(text)' that could be revoked; the command 'l2t token list' tells which there are."
        case .auditFailed(let path, let reason):
            "The audit log \(path) cannot be written: \(reason)."
        case .storage(let action, let reason):
            "The job store could not \(action): \(reason)."
        case .storageFull(let action, let reason):
            "The disk is too full to \(action): \(reason). Nothing was changed; the same is possible when there is "
                + "space again."
        case .engineNotStarted(let executable, let reason):
            "The engine \(executable) could not be started: \(reason)."
        case .fileUnusable(let name, let reason):
            "The engine's file '\(name)' cannot be published: \(reason)."
        case .predictionsFull(let limit):
            "\(limit) predictions wait, as many as are allowed; ask again when some are done."
        case .predictionTooSlow(let seconds):
            "The prediction took too long; \(Int(seconds)) seconds are allowed."
        case .imageRefused(let detail):
            detail
        case .predictionFailed(let reason):
            "The prediction failed: \(reason)"
        case .predictionCancelled:
            "The prediction was cancelled before its answer came."
        case .uploadNameInvalid(let name, let kind):
            "'\(name.prefix(200))' cannot name a \(kind.rawValue): \(FolderName.rule)."
        case .nameTaken(let name, let by):
            "The name '\(name)' is taken: \(by); choose another one."
        case .uploadRefused(_, let reason):
            reason
        case .uploadReadingFailed(let kind, let reason):
            "The upload could not be \(kind == .student ? "looked at" : "read"): \(reason)"
        case .unknownDataset(let name):
            "There is no data set '\(name)'."
        case .datasetInUse(let name, let jobs):
            "The data set '\(name)' is used by \(jobs) \(jobs == 1 ? "job" : "jobs") that "
                + "\(jobs == 1 ? "has" : "have") not ended; it can be deleted after that."
        case .unknownStudent(let name):
            "There is no student '\(name)'."
        case .studentInUse(let name, let jobs):
            "The student '\(name)' is used by \(jobs) \(jobs == 1 ? "job" : "jobs") that "
                + "\(jobs == 1 ? "has" : "have") not ended; it can be deleted after that."
        case .studentReplaced(let name):
            "The student '\(name)' that the job was made with has been deleted or replaced since; only a new job can "
                + "train the one of today."
        case .torchScriptNotAllowed:
            "TorchScript is code, and this service takes none: it was started without --allow-torchscript "
                + "(L2T_ALLOW_TORCHSCRIPT)."
        case .digestMismatch(let found, let said):
            "The SHA-256 of what came is \(found), not \(said) as was said; nothing was kept."
        case .uploadTooLarge(let limit):
            "The upload has more than \(limit) bytes; that many are allowed."
        case .diskFull(let free, let needed, let reserve):
            "The disk has \(free) bytes free; the upload needs \(needed), and \(reserve) are kept free."
        case .tooManyUploads(let limit):
            "\(limit) uploads have begun and not ended, as many as are allowed; finish or delete one of them."
        case .tooManyUploadsOfOwner(let limit):
            "\(limit) uploads of this owner have begun and not ended, as many as one owner may have; finish or delete "
                + "one of them."
        case .unknownUpload(let id):
            "There is no upload '\(id)'; it may have ended or expired."
        case .uploadOffsetWrong(let found, let expected):
            "The part begins at \(found); the upload has \(expected) bytes, and goes on there."
        case .uploadBusy(let id):
            "A part of the upload '\(id)' is being taken, or the upload is being read; try again when that has ended."
        case .checksumMismatch(let algorithm):
            "The part's \(algorithm.rawValue) is not the one that was said; the part was dropped."
        case .uploadsStopped:
            "The service is stopping."
        case .teacherNameInvalid(let name):
            "'\(name.prefix(200))' cannot name a teacher: \(TeacherName.rule)."
        case .unknownTeacher(let name):
            "There is no teacher '\(name)'."
        case .teacherTaken(let name):
            "The name '\(name)' is taken: a teacher was saved by it before; choose another one."
        case .teacherGone(let name):
            "The teacher '\(name)' has been deleted; another one, or none, is allowed."
        case .jobWithoutTeacher(let job, let method):
            "The job '\(job)' has no teacher: its method is '\(method)', and only one that learns to teach has one."
        }
    }
}
