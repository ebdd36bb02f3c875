internal import Dispatch
internal import Specification
internal import Synchronization

/// What all slots of a pool share.
final class PoolContext: Sendable {
    let configuration: JobServiceConfiguration
    let store: any JobStore
    let spawner: ProcessSpawner
    /// Why the kernel does not hold engines to their memory; nil where it does.
    private let memoryFailure: String?
    let counters = Mutex(JobsStatistics())
    private let isConfinementTold = Atomic(false)
    /// Called after each committed change of a job.
    let changed: @Sendable (String) -> Void
    let notice: @Sendable (JobNotice) -> Void
    let webhooks: WebhookSender

    init(
        configuration: JobServiceConfiguration, store: any JobStore,
        changed: @escaping @Sendable (String) -> Void,
        notice: @escaping @Sendable (JobNotice) -> Void
    ) {
        self.configuration = configuration
        self.store = store
        self.changed = changed
        self.notice = notice
        var groups: MemoryGroups?
        var failure: String?
        do throws(MemoryGroups.Unavailable) {
            groups = try configuration.controlGroups.map { folder throws(MemoryGroups.Unavailable) in
                try MemoryGroups(root: folder)
            }
            if groups == nil { failure = "Control groups are not asked for." }
        } catch {
            failure = error.reason
        }
        spawner = ProcessSpawner(memoryGroups: groups)
        memoryFailure = failure
        webhooks = WebhookSender(
            outbox: store, options: configuration.webhooks, now: configuration.now, notice: notice)
    }

    /// Tells everybody of a job's change of state.
    func tell(_ job: String, _ state: JobState) {
        changed(job)
        notice(.changed(job: job, state: state))
        if state.isTerminal { webhooks.wake() }
    }

    func count(_ change: (inout JobsStatistics) -> Void) {
        counters.withLock { change(&$0) }
    }

    /// Set while the disk has less space than it must have for new work.
    var shortage: JobsError? {
        configuration.stateDirectory.shortage(below: configuration.minimumFreeSpace)
    }

    func tellConfinementOnce(_ engine: SpawnedEngine) {
        guard !isConfinementTold.exchange(true, ordering: .relaxed) else { return }
        notice(.engineNetwork(failure: engine.networkFailure))
        notice(.engineMemory(failure: memoryFailure ?? engine.memoryFailure))
    }

    var timing: AttemptMachine.Timing {
        AttemptMachine.Timing(
            loading: configuration.loadingTimeout, heartbeat: configuration.heartbeatTimeout,
            stopGrace: configuration.stopGrace, exitGrace: configuration.exitGrace)
    }

    /// Seconds of a clock that only goes forward.
    static var uptime: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
