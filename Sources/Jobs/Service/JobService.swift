internal import Foundation
package import Specification
internal import Synchronization

/// Durable jobs and the engine processes that work on them: all that the HTTP operations need.
///
/// Every method may be called from any thread, and blocks while the store works.
package final class JobService: Sendable {
    let configuration: JobServiceConfiguration
    let store: any JobStore
    let observers = JobObservers()
    let counters = Mutex(JobsStatistics())
    private let identifiers: JobIdentifiers
    private let notice: @Sendable (JobNotice) -> Void

    package init(
        configuration: JobServiceConfiguration, store: any JobStore,
        identifiers: JobIdentifiers = JobIdentifiers(), notice: @escaping @Sendable (JobNotice) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.store = store
        self.identifiers = identifiers
        self.notice = notice
    }

    /// Releases what a dead service left, and begins to work on the queue.
    package func start() throws(JobsError) {
    }

    /// Takes no job any more, has the running ones save a checkpoint and go back to the queue, and kills what is
    /// left after `grace`. Returns when no engine process is left.
    package func stop(grace: Duration) {
    }

    /// The job is on stable storage when this returns. - Throws: `.queueFull`.
    package func submit(_ specification: JobSpecification) throws(JobsError) -> Job {
        let time = configuration.now()
        return try store.submit(
            specification, id: identifiers.next(at: time), at: time, queueLimit: configuration.queueLimit)
    }

    /// - Throws: `.unknownJob`, as all that take an id.
    package func job(_ id: String) throws(JobsError) -> Job {
        try store.job(id)
    }

    /// Grows with every change of the job: good for an entity tag.
    package func version(of id: String) throws(JobsError) -> Int {
        try store.version(of: id)
    }

    package func jobs(_ query: JobQuery) throws(JobsError) -> JobPage {
        try store.jobs(query)
    }

    /// A queued job is cancelled at once; a running one is `cancelling` until its engine has saved a checkpoint.
    /// - Throws: `.notAllowed` in a terminal state.
    package func cancel(_ id: String) throws(JobsError) -> Job {
        try store.cancel(id, at: configuration.now())
    }

    /// Forgets a finished job and removes its files. - Throws: `.notAllowed` for one that is not finished.
    package func delete(_ id: String) throws(JobsError) {
        try store.delete(id)
    }

    /// The records of the epochs above `after`, in order.
    package func epochs(_ id: String, after: Int, limit: Int) throws(JobsError) -> [EpochRecord] {
        try store.epochs(id, after: after, limit: limit)
    }

    /// The events with ids above `after`, in order, without gap.
    package func events(_ id: String, after: Int, limit: Int) throws(JobsError) -> [JobEvent] {
        try store.events(id, after: after, limit: limit)
    }

    /// `changed` is called on a Dispatch queue after each committed change of the job; observe first and read then,
    /// and nothing is missed.
    package func observe(_ id: String, _ changed: @escaping @Sendable () -> Void) -> JobObservation {
        observers.observe(id, changed)
    }

    package func artifacts(_ id: String) throws(JobsError) -> [Artifact] {
        try store.artifacts(id)
    }

    /// - Throws: `.unknownArtifact`.
    package func artifact(_ id: String, name: String) throws(JobsError) -> (Artifact, path: String) {
        guard let artifact = try store.artifacts(id).first(where: { $0.name == name }) else {
            throw .unknownArtifact(job: id, name: name)
        }
        return (artifact, path: configuration.stateDirectory.jobPath(id) + "/" + artifact.name)
    }

    package var statistics: JobsStatistics {
        counters.withLock { $0 }
    }
}
