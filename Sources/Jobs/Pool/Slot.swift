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
    private let timer: any DispatchSourceTimer
    /// Called with the time at which a job that waits for its next attempt may be claimed.
    private let sleepUntil: @Sendable (Date) -> Void
    private let isPoked = Atomic(false)
    private var attempt: RunningAttempt? { didSet { updateGauge() } }
    private var spare: WarmEngine? { didSet { updateGauge() } }
    private var spareFailures = 0
    private var nextSpareAt = 0.0
    private var whenEmpty: (@Sendable () -> Void)?

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
    func cancel(_ job: String) {
        queue.async { [self] in
            guard attempt?.claim.token.job == job else { return }
            perform { $0.stop(.cancel, at: PoolContext.uptime) }
        }
    }

    /// Takes no job any more; `whenEmpty` is called when no process is left. May be called from anywhere.
    func shutDown(grace: Double, whenEmpty: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            self.whenEmpty = whenEmpty
            spare?.process.kill()
            perform { $0.stop(.shutdown, killAfter: grace, at: PoolContext.uptime) }
            leaveIfEmpty()
        }
    }
}

// MARK: Taking jobs, and processes for them

extension Slot {
    private func work() {
        guard whenEmpty == nil, attempt == nil else { return }
        do throws(JobsError) {
            if let claim = try context.store.claim(at: context.configuration.now()) {
                context.changed(claim.token.job)
                context.notice(.changed(job: claim.token.job, state: .starting))
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
            dataRoot: context.configuration.dataRoot, threads: context.configuration.threads)
        let engine = spare
        spare = nil
        attempt = RunningAttempt(
            claim: claim, folder: assignment.directory, process: engine?.process,
            machine: AttemptMachine(
                assignment, timing: context.timing, loadingSince: engine?.spawnedAt ?? PoolContext.uptime))
        do throws(JobsError) {
            try context.configuration.stateDirectory.createJobFolder(claim.token.job)
            if engine == nil { attempt?.process = try spawn().process }
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
        context.notice(.engineSpawned(pid: process.pid))
        return WarmEngine(process: process, spawnedAt: PoolContext.uptime)
    }

    private func keepWarm() {
        guard whenEmpty == nil, spare == nil, PoolContext.uptime >= nextSpareAt else { return }
        do throws(JobsError) {
            spare = try spawn()
        } catch {
            spareLost("\(error)")
        }
    }

    private func spareLost(_ reason: String) {
        spare = nil
        spareFailures += 1
        nextSpareAt = PoolContext.uptime + context.configuration.backOff(spareFailures)
        guard whenEmpty == nil else { return }
        context.notice(.spareLost(reason: reason))
    }
}

// MARK: What happens to processes

extension Slot {
    private func receive(_ delivery: EngineProcess.Delivery, from process: EngineProcess) {
        if attempt?.process === process {
            receiveFromAttempt(delivery)
        } else if spare?.process === process {
            receiveFromSpare(delivery)
        }
        if whenEmpty != nil { leaveIfEmpty() }
    }

    private func receiveFromSpare(_ delivery: EngineProcess.Delivery) {
        switch delivery {
        case .message(.ready):
            spare?.isReady = true
            spareFailures = 0
        case .message: break
        case .nonsense(let reason): context.notice(.spareLost(reason: reason))
        case .exited(let exit): spareLost(exit.reason("while it waited for a job"))
        }
    }

    private func receiveFromAttempt(_ delivery: EngineProcess.Delivery) {
        let now = PoolContext.uptime
        switch delivery {
        case .message(let message):
            perform { $0.hear(message, at: now) }
            // Not earlier: two libraries that load at once make both jobs and spares late.
            if case .started = message { keepWarm() }
        case .nonsense(let reason): perform { $0.nonsense(reason, at: now) }
        case .exited(let exit):
            attempt?.hasExited = true
            perform { $0.exited(exit) }
        }
        leaveAttemptIfOver()
    }

    private func tick() {
        if let attempt {
            // What was said while this queue was busy counts.
            attempt.process?.readChannel()
            let bytes = attempt.process?.residentBytes
            perform { $0.tick(residentBytes: bytes, at: PoolContext.uptime) }
            if let end = self.attempt?.unrecordedEnd { conclude(end) }
            leaveAttemptIfOver()
        } else {
            if let spare, !spare.isReady,
                PoolContext.uptime - spare.spawnedAt > context.configuration.loadingTimeout
            {
                spare.process.kill()
            }
            keepWarm()
            poke()
        }
    }

    private func perform(_ decide: (inout AttemptMachine) -> [AttemptMachine.Action]) {
        guard var machine = attempt?.machine else { return }
        let actions = decide(&machine)
        attempt?.machine = machine
        for action in actions { perform(action) }
    }

    private func perform(_ action: AttemptMachine.Action) {
        guard let attempt, !attempt.isRecorded || action == .kill else { return }
        switch action {
        case .send(let command): attempt.process?.send(command)
        case .kill: attempt.process?.kill()
        case .end(let end): conclude(end)
        case .record, .publish, .collect:
            do throws(JobsError) {
                try take(action, for: attempt)
            } catch {
                spoil(error)
            }
        }
    }

    private func take(_ action: AttemptMachine.Action, for attempt: RunningAttempt) throws(JobsError) {
        switch action {
        case .record(let report): try record(report, of: attempt.claim)
        case .publish(let file):
            // A checkpoint that a newer one has replaced already is no loss.
            guard let artifact = try artifact(file, of: attempt) else { return }
            let replaced = try context.store.artifacts(attempt.claim.token.job).filter {
                $0.kind == .checkpoint && !ArtifactReader.exists($0.name, in: attempt.folder)
            }
            try record(
                .checkpoint(artifact, epoch: file.epoch, replaced: replaced.map(\.name)), of: attempt.claim)
        case .collect(let file):
            guard let artifact = try artifact(file, of: attempt) else {
                throw .fileUnusable(name: file.name, reason: "it is not in the job's folder")
            }
            self.attempt?.files.removeAll { $0.name == artifact.name }
            self.attempt?.files.append(artifact)
        default: break
        }
    }

    private func artifact(_ file: EngineFile, of attempt: RunningAttempt) throws(JobsError) -> Artifact? {
        try ArtifactReader.artifact(file, in: attempt.folder, at: context.configuration.now())
    }

    /// An attempt whose reports are not taken must not go on.
    private func spoil(_ error: JobsError) {
        switch error {
        case .staleAttempt, .unknownJob, .notAllowed:
            attempt?.isRecorded = true
            attempt?.process?.kill()
        default:
            if case .storage = error { context.notice(.storeFailed(reason: "\(error)")) }
            perform { $0.nonsense("\(error)", at: PoolContext.uptime) }
        }
    }
}

// MARK: The end of an attempt

extension Slot {
    private func conclude(_ end: AttemptEnd) {
        guard let attempt else { return }
        do throws(JobsError) {
            try record(report(end, of: attempt.claim, files: attempt.files), of: attempt.claim)
            self.attempt?.isRecorded = true
            self.attempt?.unrecordedEnd = nil
        } catch {
            if case .storage = error {
                self.attempt?.unrecordedEnd = end
                context.notice(.storeFailed(reason: "\(error)"))
            } else {
                self.attempt?.isRecorded = true
                self.attempt?.unrecordedEnd = nil
            }
        }
    }

    private func report(_ end: AttemptEnd, of claim: JobClaim, files: [Artifact]) -> AttemptReport {
        switch end {
        case .finished(let result): .finished(result, files)
        case .stopped(let reason): .stopped(reason: reason)
        case .failed(let failure): .failed(failure)
        case .lost(let reason):
            .lost(
                reason: reason,
                retryAt: context.configuration.now()
                    .addingTimeInterval(context.configuration.backOff(claim.losses + 1)))
        }
    }

    private func record(_ report: AttemptReport, of claim: JobClaim) throws(JobsError) {
        let receipt = try context.store.record(report, by: claim.token, at: context.configuration.now())
        guard receipt.isNews else { return }
        context.changed(claim.token.job)
        switch report {
        case .epoch(let record):
            gauge.withLock { $0.examplesPerSecond = record.examplesPerSecond }
            context.count {
                $0.epochs += 1
                $0.trainingSeconds += record.seconds
            }
        case .started, .finished, .stopped, .failed, .lost:
            context.notice(.changed(job: claim.token.job, state: receipt.state))
        case .log, .checkpoint: break
        }
        guard let outcome = receipt.outcome else { return }
        context.count {
            $0.attempts[outcome, default: 0] += 1
            if outcome == .lost, receipt.state == .queued { $0.retries += 1 }
        }
        context.notice(
            .attemptEnded(
                job: claim.token.job, attempt: claim.token.attempt, outcome: outcome, reason: report.reason))
    }

    private func leaveAttemptIfOver() {
        guard let attempt, attempt.hasExited, attempt.isRecorded || whenEmpty != nil else { return }
        self.attempt = nil
        poke()
    }

    private func leaveIfEmpty() {
        guard attempt == nil, spare == nil, let whenEmpty else { return }
        self.whenEmpty = {}
        timer.cancel()
        whenEmpty()
    }

    private func updateGauge() {
        gauge.withLock {
            $0.isBusy = attempt != nil
            $0.hasSpare = spare?.isReady == true
            if attempt == nil { $0.examplesPerSecond = 0 }
        }
    }
}
