package import Specification

/// What went wrong with a job, the store or the engine, in a sentence for a person.
package enum JobsError: Error, Sendable, Equatable {
    case unknownJob(String)
    case unknownArtifact(job: String, name: String)
    case queueFull(limit: Int)
    case ownerQueueFull(limit: Int)
    /// `action` is an infinitive: "cancel", "delete".
    case notAllowed(action: String, state: JobState)
    /// The key was used for another request before.
    case idempotencyKeyReused
    /// The request with this key is still being answered.
    case requestInFlight
    case unknownComparison(String)
    /// The queue has room for some of the comparison's jobs at most; none was stored.
    case queueFullForComparison(jobs: Int, limit: Int)
    /// `action` is an infinitive; `unfinished` counts the jobs that have not ended.
    case comparisonNotAllowed(action: String, unfinished: Int)
    /// A write of an attempt that is over, or was never begun; nothing was changed.
    case staleAttempt(job: String, attempt: Int)
    case stateDirectoryInUse(path: String, pid: Int?)
    case stateDirectoryUnusable(path: String, reason: String)
    case databaseLocked(path: String)
    case databaseCorrupt(path: String, reason: String)
    case databaseNewer(path: String, found: [String])
    /// A service runs on it that does not know of what is asked for.
    case databaseOlder(path: String)
    case tokenNameTaken(String)
    /// By its name or id.
    case unknownToken(String)
    case auditFailed(path: String, reason: String)
    /// The store could not do what was asked; nothing was changed.
    case storage(action: String, reason: String)
    /// The same, because the disk is full, or has less space than must be left.
    case storageFull(action: String, reason: String)
    case engineNotStarted(executable: String, reason: String)
    /// A file that an engine announced and that cannot be published.
    case fileUnusable(name: String, reason: String)
    case predictionsFull(limit: Int)
    case predictionTooSlow(seconds: Double)
    /// What the engine says of an image that it cannot use.
    case imageRefused(String)
    /// The engine's fault, or the student's.
    case predictionFailed(reason: String)
    case predictionCancelled
    /// `kind`, here and below, is what the upload was to become.
    case uploadNameInvalid(String, kind: UploadKind)
    /// Of a data set or a student; `by` is a sentence's end: "it was uploaded before".
    case nameTaken(name: String, by: String)
    /// What the engine says of an upload that it cannot make one of.
    case uploadRefused(kind: UploadKind, reason: String)
    /// The engine's process ended while it read the upload.
    case uploadReadingFailed(kind: UploadKind, reason: String)
    case unknownDataset(String)
    case datasetInUse(name: String, jobs: Int)
    case unknownStudent(String)
    case studentInUse(name: String, jobs: Int)
    /// It was deleted since the job was made, and may be another module by now.
    case studentReplaced(String)
    case torchScriptNotAllowed
    /// Hexadecimal digits.
    case digestMismatch(found: String, said: String)
    case uploadTooLarge(limit: Int)
    case diskFull(free: Int, needed: Int, reserve: Int)
    case tooManyUploads(limit: Int)
    case tooManyUploadsOfOwner(limit: Int)
    case unknownUpload(String)
    case uploadOffsetWrong(found: Int, expected: Int)
    case uploadBusy(String)
    case checksumMismatch(algorithm: FileDigest)
    case uploadsStopped
    case teacherNameInvalid(String)
    case unknownTeacher(String)
    case teacherTaken(String)
    /// It was there when the job was looked through, and is deleted.
    case teacherGone(String)
    /// The job has succeeded by a method without a teacher.
    case jobWithoutTeacher(job: String, method: String)
}

extension JobsError {
    /// Whether the store failed, which the same request may not meet again.
    var isOfStorage: Bool {
        switch self {
        case .storage, .storageFull: true
        default: false
        }
    }
}
