internal import Specification

/// A claimed job and the process that works on it.
struct RunningAttempt {
    let claim: JobClaim
    let folder: String
    /// Nil where none could be started.
    var process: EngineProcess?
    var machine: AttemptMachine
    /// Files that become visible when the job succeeds.
    var files: [Artifact] = []
    var output = OutputLog()
    /// The end, until the store has taken it.
    var unrecordedEnd: AttemptEnd?
    var isRecorded = false
    var hasExited = false
}
