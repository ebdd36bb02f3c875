/// What can happen to a job.
package enum JobTransition: String, Sendable, CaseIterable {
    /// A slot takes it from the queue.
    case claim
    /// Its engine says that training began.
    case start
    case succeed
    /// It ends without success, for good.
    case fail
    /// Its attempt is over and the job is not: stopped with a checkpoint, lost, or left by a dead service.
    case release
    case cancel
    case pause
    case resume
    /// It waited too long.
    case expire
}
