import Specification
import Testing

@testable import Jobs

@Suite struct JobsErrorTests {
    @Test(arguments: [
        (JobsError.unknownJob("job_1"), "There is no job 'job_1'."),
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
            "To cancel the job is not allowed: its state is 'failed'."
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
            "To delete the comparison is not allowed: 1 of its jobs has not ended."
        ),
        (
            .comparisonNotAllowed(action: "cancel", unfinished: 0),
            "To cancel the comparison is not allowed: all its jobs have ended."
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
            .databaseLocked(path: "/d"),
            "The database /d is locked by another program; only one service may have it open."
        ),
    ]) func errorsAreSentences(_ error: JobsError, _ sentence: String) {
        #expect(error.description == sentence)
    }
}
