internal import Foundation
internal import Specification

extension Slot {
    func conclude(_ end: AttemptEnd) {
        attempt?.process?.readOutput()
        attempt?.output.close()
        recordOutput()
        guard let attempt else { return }
        let end = excused(end)
        do throws(JobsError) {
            try listCheckpoint(of: attempt)
            try record(report(end, of: attempt.claim, files: attempt.files), of: attempt.claim)
            self.attempt?.isRecorded = true
            self.attempt?.unrecordedEnd = nil
        } catch {
            if error.isOfStorage {
                self.attempt?.unrecordedEnd = end
                context.notice(.storeFailed(reason: "\(error)"))
            } else {
                self.attempt?.isRecorded = true
                self.attempt?.unrecordedEnd = nil
            }
        }
    }

    /// Puts into the log what the engine wrote since the last time. A log is not worth an attempt: what the store
    /// refuses is tried again with what comes then.
    func recordOutput() {
        guard let attempt, !attempt.isRecorded, let text = attempt.output.waiting else { return }
        do throws(JobsError) {
            try record(.log(message: text, source: .output), of: attempt.claim)
            self.attempt?.output.discardWaiting()
        } catch {
            if error.isOfStorage { context.notice(.storeFailed(reason: "\(error)")) }
        }
    }

    func report(_ end: AttemptEnd, of claim: JobClaim, files: [Artifact]) -> AttemptReport {
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

    /// A full disk is no fault of the job's: the attempt does not count, and none begins before there is space again.
    func excused(_ end: AttemptEnd) -> AttemptEnd {
        guard case .lost(let reason) = end, context.shortage != nil else { return end }
        return .stopped(reason: reason + " The disk is too full; the job goes on when there is space.")
    }

    /// An engine that died may have saved a checkpoint without a word of it.
    private func listCheckpoint(of attempt: RunningAttempt) throws(JobsError) {
        let report = try JobFolder(attempt.folder).unlistedCheckpoint(
            attempt.claim.token, context.store, context.configuration.now())
        guard let report else { return }
        try record(report, of: attempt.claim)
    }

    func record(_ report: AttemptReport, of claim: JobClaim) throws(JobsError) {
        let receipt = try context.store.record(report, by: claim.token, at: context.configuration.now())
        guard receipt.isNews else { return }
        count(report, receipt)
        switch report {
        case .epoch, .log, .checkpoint: context.changed(claim.token.job)
        default: context.tell(claim.token.job, receipt.state)
        }
        guard let outcome = receipt.outcome else { return }
        context.notice(
            .attemptEnded(
                job: claim.token.job, attempt: claim.token.attempt, outcome: outcome, reason: report.reason))
    }

    private func count(_ report: AttemptReport, _ receipt: AttemptReceipt) {
        if case .epoch(let record) = report {
            gauge.withLock { $0.examplesPerSecond = record.examplesPerSecond }
            context.count {
                $0.epochs += 1
                $0.trainingSeconds += record.seconds
            }
        }
        guard let outcome = receipt.outcome else { return }
        context.count {
            $0.attempts[outcome, default: 0] += 1
            if outcome == .lost, receipt.state == .queued { $0.retries += 1 }
        }
    }

    func leaveAttemptIfOver() {
        guard let attempt, attempt.hasExited, attempt.isRecorded || whenEmpty != nil else { return }
        self.attempt = nil
        JobFolder(attempt.folder).clean(attempt.claim.token.job, context.store, context.notice)
        poke()
    }

    func leaveIfEmpty() {
        guard attempt == nil, spare == nil, let whenEmpty else { return }
        self.whenEmpty = {}
        timer.cancel()
        whenEmpty()
    }

    func updateGauge() {
        gauge.withLock {
            $0.isBusy = attempt != nil
            $0.hasSpare = spare?.isReady == true
            if attempt == nil { $0.examplesPerSecond = 0 }
        }
    }
}
