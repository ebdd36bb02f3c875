internal import Foundation
internal import Specification

extension Slot {
    func receive(_ delivery: EngineProcess.Delivery, from process: EngineProcess) {
        if attempt?.process === process {
            receiveFromAttempt(delivery)
        } else if spare?.process === process {
            receiveFromSpare(delivery)
        }
        if whenEmpty != nil { leaveIfEmpty() }
    }

    func receiveFromSpare(_ delivery: EngineProcess.Delivery) {
        switch delivery {
        case .message(.ready):
            spare?.isReady = true
            spareFailures = 0
        // What libraries say while they load belongs to no job; its end is told where the process dies of it.
        case .message, .output: break
        case .nonsense(let reason): context.notice(.spareLost(reason: reason))
        case .exited(let exit): spareLost(exit.reason("while it waited for a job"))
        }
    }

    func receiveFromAttempt(_ delivery: EngineProcess.Delivery) {
        let now = PoolContext.uptime
        switch delivery {
        case .message(let message):
            perform { $0.hear(message, at: now) }
            // Not earlier: two libraries that load at once make both jobs and spares late.
            if case .started = message { keepWarm() }
        case .output(let bytes): attempt?.output.append(bytes)
        case .nonsense(let reason): perform { $0.nonsense(reason, at: now) }
        case .exited(let exit):
            attempt?.hasExited = true
            perform { $0.exited(exit) }
        }
        leaveAttemptIfOver()
    }

    func tick() {
        if let attempt {
            // What was said while this queue was busy counts.
            attempt.process?.readChannel()
            let bytes = attempt.process?.residentBytes
            recordOutput()
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
        leaveIfEmpty()
    }

    func perform(_ decide: (inout AttemptMachine) -> [AttemptMachine.Action]) {
        guard var machine = attempt?.machine else { return }
        let actions = decide(&machine)
        attempt?.machine = machine
        for action in actions { perform(action) }
    }

    func perform(_ action: AttemptMachine.Action) {
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

    func take(_ action: AttemptMachine.Action, for attempt: RunningAttempt) throws(JobsError) {
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

    func artifact(_ file: EngineFile, of attempt: RunningAttempt) throws(JobsError) -> Artifact? {
        try ArtifactReader.artifact(file, in: attempt.folder, at: context.configuration.now())
    }

    /// An attempt whose reports are not taken must not go on.
    func spoil(_ error: JobsError) {
        switch error {
        case .staleAttempt, .unknownJob, .notAllowed:
            attempt?.isRecorded = true
            attempt?.process?.kill()
        default:
            if error.isOfStorage { context.notice(.storeFailed(reason: "\(error)")) }
            perform { $0.nonsense("\(error)", at: PoolContext.uptime) }
        }
    }
}
