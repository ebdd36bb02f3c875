internal import Dispatch
internal import Specification
internal import Synchronization

/// What all slots of a pool share.
final class PoolContext: Sendable {
    let configuration: JobServiceConfiguration
    let store: any JobStore
    let spawner = ProcessSpawner()
    let counters = Mutex(JobsStatistics())
    private let isNetworkTold = Atomic(false)
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

    func tellNetworkOnce(_ process: EngineProcess) {
        guard !isNetworkTold.exchange(true, ordering: .relaxed) else { return }
        notice(.engineNetwork(failure: process.networkFailure))
    }

    var timing: AttemptMachine.Timing {
        AttemptMachine.Timing(
            loading: configuration.loadingTimeout, heartbeat: configuration.heartbeatTimeout,
            stopGrace: configuration.stopGrace, exitGrace: configuration.exitGrace)
    }

    /// Seconds of a clock that only goes forward.
    static var uptime: Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
