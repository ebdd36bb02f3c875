internal import Dispatch
internal import Foundation
package import Specification
internal import Synchronization

/// Durable jobs and the engine processes that work on them: all that the HTTP operations need.
///
/// Every method may be called from any thread, and blocks while the store works.
package final class JobService: Sendable {
    let configuration: JobServiceConfiguration
    let store: any JobStore
    private let observers: JobObservers
    let context: PoolContext
    /// Nil before ``start()`` and after ``stop(grace:)``.
    let pool = Mutex<WorkerPool?>(nil)
    private let predictions: PredictionPool
    package let uploads: Uploads
    private let cache = VersionCache<Job>()
    let identifiers: JobIdentifiers
    let housekeeper: Housekeeper
    /// The idempotent requests that are being answered.
    let inFlight = Mutex<Set<IdempotentRequest.Name>>([])

    package init(
        configuration: JobServiceConfiguration, store: any JobStore,
        identifiers: JobIdentifiers = JobIdentifiers(),
        notice: @escaping @Sendable (JobNotice) -> Void = { _ in }
    ) {
        let observers = JobObservers()
        self.configuration = configuration
        self.store = store
        self.observers = observers
        self.identifiers = identifiers
        context = PoolContext(
            configuration: configuration, store: store, changed: { observers.notify($0) }, notice: notice)
        housekeeper = Housekeeper(context: context)
        predictions = PredictionPool(
            limits: configuration.predictions, engine: configuration.engine, spawner: context.spawner)
        uploads = Uploads(
            configuration: configuration, spawner: context.spawner, identifiers: identifiers, notice: notice)
    }

    /// Releases what a dead service left, removes the folders of jobs that are no more, and begins to work on the
    /// queue. Nothing happens where it has begun already.
    package func start() throws(JobsError) {
        guard pool.withLock({ $0 == nil }) else { return }
        try listCheckpoints()
        let recovered = try store.recover(at: configuration.now())
        if !recovered.isEmpty { context.notice(.recovered(jobs: recovered.count)) }
        context.count { $0.recoveries += recovered.count }
        for id in recovered { context.changed(id) }
        try cleanFolders()
        try uploads.start()
        let workers = WorkerPool(context: context)
        pool.withLock { $0 = workers }
        workers.wake()
        housekeeper.start()
        context.webhooks.start()
    }

    /// Takes no job any more, has the running ones save a checkpoint and go back to the queue, and kills what is
    /// left after `grace`. Returns when no engine process is left.
    package func stop(grace: Duration) {
        let workers = pool.withLock { pool in
            defer { pool = nil }
            return pool
        }
        housekeeper.stop()
        let seconds = max(0, grace / .seconds(1))
        let end = DispatchGroup()
        DispatchQueue.global().async(group: end) { [predictions] in predictions.stop(grace: seconds) }
        DispatchQueue.global().async(group: end) { [uploads] in uploads.stop() }
        workers?.stop(grace: seconds)
        // After the jobs: one may have ended until now.
        context.webhooks.stop(grace: seconds)
        end.wait()
    }

    /// - Throws: `.unknownJob`, as all that take an id.
    package func job(_ id: String) throws(JobsError) -> Job {
        try versioned(id).job
    }

    /// The job and its version; where it changes meanwhile, that version is too old rather than too new.
    package func versioned(_ id: String) throws(JobsError) -> (job: Job, version: Int) {
        let version = try store.version(of: id)
        if let job = cache.value(of: id, version: version) { return (job, version) }
        // What is read now is of this version or a later one; only the former may be kept for it.
        let job = try store.job(id)
        if try store.version(of: id) == version { cache.keep(job, of: id, version: version) }
        return (job, version)
    }

    /// Grows with every change of the job: good for an entity tag.
    package func version(of id: String) throws(JobsError) -> Int {
        try store.version(of: id)
    }

    /// Whose the job is, which never changes; nil where it was submitted without a token.
    package func owner(ofJob id: String) throws(JobsError) -> String? {
        try store.owner(ofJob: id)
    }

    package func jobs(_ query: JobQuery) throws(JobsError) -> JobPage {
        try store.jobs(query)
    }

    /// Forgets a finished job and removes its files. - Throws: `.notAllowed` for one that is not finished.
    package func delete(_ id: String) throws(JobsError) {
        try store.delete(id)
        context.changed(id)
        removeFolder(id)
    }

    /// The records of the epochs above `after`, in order.
    package func epochs(_ id: String, after: Int, limit: Int) throws(JobsError) -> [EpochRecord] {
        try store.epochs(id, after: after, limit: limit)
    }

    /// The events with ids above `after`, in order, without gap.
    package func events(
        _ id: String, kinds: Set<JobEvent.Kind> = Set(JobEvent.Kind.allCases), after: Int, limit: Int
    ) throws(JobsError) -> [JobEvent] {
        try store.events(id, kinds: kinds, after: after, limit: limit)
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

    /// How long an answer to ``predict(_:image:picture:options:done:)`` can take.
    package var longestPrediction: Duration { .seconds(configuration.predictions.longestSeconds) }

    /// Has the job's student answer to an image.
    /// - Parameters: image: a JPEG or PNG; done: called once, on a Dispatch queue.
    /// - Throws: `.unknownJob`, `.notAllowed` while the job has no student, `.predictionsFull`.
    package func predict(
        _ id: String, image: [UInt8], picture: PredictionRequest.Picture, options: PredictionOptions,
        done: @escaping @Sendable (Result<StudentPrediction, JobsError>) -> Void
    ) throws(JobsError) -> PredictionTicket {
        let job = try job(id)
        guard job.state == .succeeded else { throw .notAllowed(action: "predict with", state: job.state) }
        let isScript = job.specification.student.isScript
        // Its code is in it.
        if isScript { try uploads.requireTorchScript() }
        let student = try artifact(id, name: isScript ? "student.pt" : "student.safetensors")
        return try predictions.add(
            PredictionRequest(
                student: student.path, name: "The image", imageBytes: image.count, picture: picture,
                options: options, threads: configuration.threads), image: image, done: done)
    }

    package var statistics: JobsStatistics {
        var statistics = context.counters.withLock { $0 }
        do throws(JobsError) {
            statistics.jobs = try store.countByState()
            statistics.webhooksPending = try store.countDeliveries()
        } catch {
            context.notice(.storeFailed(reason: "\(error)"))
        }
        let webhooks = context.webhooks.counts
        statistics.webhooksDelivered = webhooks.delivered
        statistics.webhookRetries = webhooks.retries
        statistics.webhooksAbandoned = webhooks.abandoned
        pool.withLock { $0 }?.addGauges(to: &statistics)
        return statistics
    }

    func removeFolder(_ id: String) {
        let path = configuration.stateDirectory.jobPath(id)
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch CocoaError.fileNoSuchFile {
            // A job that never ran has none.
        } catch {
            context.notice(.removalFailed(path: path, reason: error.localizedDescription))
        }
    }
}
