internal import Dispatch
internal import Foundation
internal import Specification
internal import Synchronization

/// One place in the pool: takes a job from the queue, has an engine process work on it, and keeps one more process
/// warm for the next. Performs what ``AttemptMachine`` decides.
///
/// Sendable because all state but the gauge is confined to the slot's serial queue.
final class Slot: @unchecked Sendable {
    let context: PoolContext
    let gauge = Mutex(SlotGauge())
    private let queue: DispatchQueue
    let timer: any DispatchSourceTimer
    /// Called with the time at which a job that waits for its next attempt may be claimed.
    private let sleepUntil: @Sendable (Date) -> Void
    private let isPoked = Atomic(false)
    var attempt: RunningAttempt? { didSet { updateGauge() } }
    var spare: WarmEngine? { didSet { updateGauge() } }
    var spareFailures = 0
    private var nextSpareAt = 0.0
    /// Set once the pool stops.
    var whenEmpty: (@Sendable () -> Void)?

    init(number: Int, context: PoolContext, sleepUntil: @escaping @Sendable (Date) -> Void) {
        self.context = context
        self.sleepUntil = sleepUntil
        queue = DispatchQueue(label: "l2t.jobs.slot.\(number)")
        timer = DispatchSource.makeTimerSource(queue: queue)
        let interval = context.configuration.pollInterval
        timer.schedule(
            deadline: .now() + interval, repeating: interval, leeway: .milliseconds(Int(interval * 100)))
        timer.setEventHandler { [weak self] in self?.tick() }
        timer.activate()
    }

    deinit {
        timer.cancel()
    }

    /// Looks for work, soon. May be called from anywhere.
    func poke() {
        guard !isPoked.exchange(true, ordering: .acquiringAndReleasing) else { return }
        queue.async { [self] in
            isPoked.store(false, ordering: .releasing)
            work()
        }
    }

    /// Stops the job if it runs here. May be called from anywhere.
    func stop(_ job: String, _ reason: StopReason) {
        queue.async { [self] in
            guard attempt?.claim.token.job == job else { return }
            perform { $0.stop(reason, at: PoolContext.uptime) }
        }
    }

    /// Takes no job any more; `whenEmpty` is called when no process is left. May be called from anywhere.
    func shutDown(grace: Double, whenEmpty: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            self.whenEmpty = whenEmpty
            spare?.process.kill()
            perform { $0.stop(.shutdown, killAfter: grace, at: PoolContext.uptime) }
            // An end that the store has not taken yet is found by the next service.
            leaveAttemptIfOver()
            leaveIfEmpty()
        }
    }
}

// MARK: Taking jobs, and processes for them

extension Slot {
    private func work() {
        guard whenEmpty == nil, attempt == nil else { return }
        do throws(JobsError) {
            // The next tick looks again: a job that cannot save what it does would only be lost.
            guard context.shortage == nil else { return }
            if let claim = try context.store.claim(at: context.configuration.now()) {
                context.tell(claim.token.job, .starting)
                begin(claim)
            } else if let time = try context.store.nextClaimTime() {
                sleepUntil(time)
            }
        } catch {
            // The next tick looks again.
            context.notice(.storeFailed(reason: "\(error)"))
        }
        if attempt == nil { keepWarm() }
    }

    private func begin(_ claim: JobClaim) {
        let assignment = EngineAssignment(
            job: claim.token.job, attempt: claim.token.attempt, specification: claim.specification,
            directory: context.configuration.stateDirectory.jobPath(claim.token.job),
            dataRoot: context.configuration.dataRoot,
            uploads: context.configuration.stateDirectory.datasetsPath,
            script: context.configuration.script(of: claim.specification),
            threads: context.configuration.threads)
        let engine = spare
        spare = nil
        attempt = RunningAttempt(
            claim: claim, folder: assignment.directory, process: engine?.process,
            machine: AttemptMachine(
                assignment, timing: context.timing, loadingSince: engine?.spawnedAt ?? PoolContext.uptime))
        do throws(JobsError) {
            try context.configuration.stateDirectory.createJobFolder(claim.token.job)
            if engine == nil { attempt?.process = try spawn().process }
            attempt?.process?.engine.limitMemory(toMb: claim.specification.limits.maxMemoryMb)
            if engine?.isReady == true { perform { $0.hear(.ready, at: PoolContext.uptime) } }
        } catch {
            perform { $0.nonsense("\(error)", at: PoolContext.uptime) }
            guard attempt?.process == nil else { return }
            attempt?.hasExited = true
            conclude(.lost(reason: "\(error)"))
            leaveAttemptIfOver()
        }
    }

    private func spawn() throws(JobsError) -> WarmEngine {
        let process = try EngineProcess(context.configuration.engine, spawner: context.spawner, queue: queue)
        process.resume { [weak self] process, delivery in self?.receive(delivery, from: process) }
        context.count { $0.spawns += 1 }
        context.notice(.engineSpawned(pid: process.engine.pid))
        context.tellConfinementOnce(process.engine)
        return WarmEngine(process: process, spawnedAt: PoolContext.uptime)
    }

    func keepWarm() {
        guard whenEmpty == nil, spare == nil, PoolContext.uptime >= nextSpareAt else { return }
        do throws(JobsError) {
            spare = try spawn()
        } catch {
            spareLost("\(error)")
        }
    }

    func spareLost(_ reason: String) {
        spare = nil
        spareFailures += 1
        nextSpareAt = PoolContext.uptime + context.configuration.backOff(spareFailures)
        guard whenEmpty == nil else { return }
        context.notice(.spareLost(reason: reason))
    }
}
