import Specification
import Testing

@testable import Jobs

@Suite struct JobsErrorTests {
    private static let sentences: [(JobsError, String)] = [
        (.unknownJob("job_1"), "There is no job 'job_1'."),
        (.unknownArtifact(job: "job_1", name: "x"), "Job 'job_1' has no artifact 'x'."),
        (
            .queueFull(limit: 5),
            "The queue holds 5 jobs, as many as are allowed; submit again when one of them has started."
        ),
        (
            .ownerQueueFull(limit: 5),
            "5 jobs of this owner are queued, as many as one owner may have; submit again when one of them has started."
        ),
        (
            .notAllowed(action: "cancel", state: .failed),
            "Cannot cancel the job: its state is 'failed'."
        ),
        (
            .idempotencyKeyReused,
            "The Idempotency-Key was used for another request within the last 24 hours; a new request needs a new key."
        ),
        (
            .requestInFlight,
            "The first request with this Idempotency-Key is still being answered; ask again in a moment."
        ),
        (.unknownComparison("cmp_1"), "There is no comparison 'cmp_1'."),
        (
            .queueFullForComparison(jobs: 40, limit: 30),
            "The comparison has 40 jobs, and the queue takes 30 with those that wait; submit it again when enough of "
                + "them have started, or with fewer methods or seeds."
        ),
        (
            .comparisonNotAllowed(action: "delete", unfinished: 1),
            "Cannot delete the comparison: 1 of its jobs has not ended."
        ),
        (
            .comparisonNotAllowed(action: "cancel", unfinished: 0),
            "Cannot cancel the comparison: all its jobs have ended."
        ),
        (
            .staleAttempt(job: "job_1", attempt: 2),
            "Attempt 2 of job 'job_1' is over; what it reports is not recorded."
        ),
        (
            .stateDirectoryInUse(path: "/s", pid: 7),
            "The state directory /s is in use by another service (process 7); stop that one or name another directory."
        ),
        (
            .engineNotStarted(executable: "/e", reason: "No such file or directory"),
            "The engine /e could not be started: No such file or directory."
        ),
        (
            .storage(action: "store a job", reason: "disk full"),
            "The job store could not store a job: disk full."
        ),
        (
            .storageFull(action: "store a job", reason: "no space is left"),
            "The disk is too full to store a job: no space is left. Nothing was changed; the same is possible when "
                + "there is space again."
        ),
        (
            .predictionsFull(limit: 8),
            "8 predictions wait, as many as are allowed; ask again when some are done."
        ),
        (
            .predictionTooSlow(seconds: 30),
            "The prediction took too long; 30 seconds are allowed."
        ),
        (
            .databaseOlder(path: "/d"),
            "The database /d is in use by an older version of the service; stop that one, or use its own command."
        ),
        (.tokenNameTaken("ci"), "There is a token 'ci' already; revoke it first or take another name."),
        (
            .unknownToken("ci"),
            "There is no token 'ci' that could be revoked; the command 'l2t token list' tells which there are."
        ),
        (
            .auditFailed(path: "/a", reason: "disk full"),
            "The audit log /a cannot be written: disk full."
        ),
        (
            .uploadNameInvalid("-a", kind: .dataset),
            "'-a' cannot name a data set: a name has 1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-', the first of them a "
                + "letter or digit."
        ),
        (.unknownDataset("a"), "There is no data set 'a'."),
        (.unknownStudent("a"), "There is no student 'a'."),
        (
            .studentInUse(name: "a", jobs: 2),
            "The student 'a' is used by 2 jobs that have not ended; it can be deleted after that."
        ),
        (
            .studentReplaced("a"),
            "The student 'a' that the job was made with has been deleted or replaced since; only a new job can train "
                + "the one of today."
        ),
        (
            .torchScriptNotAllowed,
            "TorchScript is code, and this service takes none: it was started without --allow-torchscript "
                + "(L2T_ALLOW_TORCHSCRIPT)."
        ),
        (
            .nameTaken(name: "a", by: "it was uploaded before"),
            "The name 'a' is taken: it was uploaded before; choose another one."
        ),
        (
            .datasetInUse(name: "a", jobs: 1),
            "The data set 'a' is used by 1 job that has not ended; it can be deleted after that."
        ),
        (.uploadRefused(kind: .dataset, reason: "It is none."), "It is none."),
        (.uploadReadingFailed(kind: .dataset, reason: "It died."), "The upload could not be read: It died."),
        (
            .uploadReadingFailed(kind: .student, reason: "It died."),
            "The upload could not be looked at: It died."
        ),
        (
            .digestMismatch(found: "aa", said: "bb"),
            "The SHA-256 of what came is aa, not bb as was said; nothing was kept."
        ),
        (.uploadTooLarge(limit: 5), "The upload has more than 5 bytes; that many are allowed."),
        (
            .diskFull(free: 7, needed: 9, reserve: 5),
            "The disk has 7 bytes free; the upload needs 9, and 5 are kept free."
        ),
        (
            .tooManyUploads(limit: 5),
            "5 uploads have begun and not ended, as many as are allowed; finish or delete one of them."
        ),
        (
            .tooManyUploadsOfOwner(limit: 5),
            "5 uploads of this owner have begun and not ended, as many as one owner may have; finish or delete one of "
                + "them."
        ),
        (.unknownUpload("upl_1"), "There is no upload 'upl_1'; it may have ended or expired."),
        (
            .uploadOffsetWrong(found: 3, expected: 5),
            "The part begins at 3; the upload has 5 bytes, and goes on there."
        ),
        (
            .uploadBusy("upl_1"),
            "A part of the upload 'upl_1' is being taken, or the upload is being read; try again when that has ended."
        ),
        (
            .checksumMismatch(algorithm: .sha1),
            "The part's sha1 is not the one that was said; the part was dropped."
        ),
        (.uploadsStopped, "The service is stopping."),
        (
            .teacherNameInvalid("-a"),
            "'-a' cannot name a teacher: a name has 1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-', the first of them a "
                + "letter or digit, and does not begin with 'job_'."
        ),
        (.unknownTeacher("a"), "There is no teacher 'a'."),
        (
            .teacherTaken("a"),
            "The name 'a' is taken: a teacher was saved by it before; choose another one."
        ),
        (.teacherGone("a"), "The teacher 'a' has been deleted; another one, or none, is allowed."),
        (
            .jobWithoutTeacher(job: "job_1", method: "uniform"),
            "The job 'job_1' has no teacher: its method is 'uniform', and only one that learns to teach has one."
        ),
        (
            .databaseLocked(path: "/d"),
            "The database /d is locked by another program; only one service may have it open."
        ),
    ]

    @Test(arguments: sentences) func errorsAreSentences(_ error: JobsError, _ sentence: String) {
        #expect(error.description == sentence)
    }
}
