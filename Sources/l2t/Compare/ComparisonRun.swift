import Dispatch
import Foundation
import Jobs
import Specification
import Synchronization

/// All jobs of a comparison, some of them at once, each as `l2t train` runs it. What an earlier run of the same
/// comparison has done is not done again.
final class ComparisonRun: Sendable {
    private struct State {
        /// Jobs that nobody has begun.
        var waiting: ArraySlice<ComparisonJob>
        var running: [ComparisonEntry: EngineAttempt] = [:]
        var outcomes: [ComparisonEntry: ComparisonOutcome] = [:]
        var records: [ComparisonEntry: [EpochRecord]] = [:]
        var isStopping = false
        /// What keeps the whole comparison from going on.
        var failure: (any Error)?
    }

    private let engine: EngineProgram
    private let comparison: ComparisonSpecification
    private let script: ScriptStudent?
    private let folder: ComparisonFolder
    private let threads: Int
    private let spawner = ProcessSpawner()
    private let count: Int
    private let state: Mutex<State>

    /// - Parameters: script: the student where it is a TorchScript module; threads: of each job.
    init(
        engine: EngineProgram, comparison: ComparisonSpecification, script: ScriptStudent?,
        folder: ComparisonFolder, threads: Int
    ) {
        self.engine = engine
        self.comparison = comparison
        self.script = script
        self.folder = folder
        self.threads = threads
        let jobs = comparison.jobs(id: nil)
        count = jobs.count
        state = Mutex(State(waiting: jobs[...]))
    }

    /// Runs `parallel` jobs at once until all have ended, or Ctrl-C has stopped them; a second one kills them.
    /// - Returns: whether all have ended.
    func finish(parallel: Int) throws -> Bool {
        let signals = StopSignals { [self] in for attempt in attempts { attempt.kill() } }
        DispatchQueue(label: "l2t.compare.signals").async { [self] in
            signals.wait()
            stop()
        }
        let workers = DispatchGroup()
        for _ in 0..<parallel {
            workers.enter()
            Thread.detachNewThread { [self] in
                work()
                workers.leave()
            }
        }
        withExtendedLifetime(signals) { workers.wait() }
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            return state.outcomes.count == count
        }
    }

    /// Jobs that have ended.
    var done: (count: Int, of: Int) { state.withLock { ($0.outcomes.count, count) } }

    var table: ComparisonTable {
        ComparisonTable(comparison, outcomes: state.withLock(\.outcomes))
    }

    var weights: ComparisonWeights {
        ComparisonWeights(comparison, records: state.withLock(\.records))
    }

    private var attempts: [EngineAttempt] { state.withLock { Array($0.running.values) } }

    private func stop() {
        state.withLock { $0.isStopping = true }
        for attempt in attempts { attempt.stop() }
    }

    /// One job after another.
    private func work() {
        while let job = state.withLock({ $0.isStopping ? nil : $0.waiting.popFirst() }) {
            do {
                try run(job)
            } catch {
                state.withLock { $0.failure = $0.failure ?? error }
                stop()
            }
        }
    }

    private func run(_ job: ComparisonJob) throws {
        let reporter = ComparisonReporter(entry: job.entry, epochs: job.specification.training.epochs)
        let own = try folder.folder(of: job)
        if let kept = ComparisonFolder.kept(in: own) {
            end(job, .finished(kept.result), records: kept.records, reporter)
            return
        }
        try TeacherPath.place(job.specification, in: own)
        for number in 1...job.specification.maxAttempts {
            guard let attempt = try begin(job, number: number, in: own, reporter) else { return }
            let ending = attempt.finish()
            let isStopping = state.withLock { state in
                state.running[job.entry] = nil
                return state.isStopping
            }
            if let reason = ending.lossReason {
                if isStopping { return }
                if number < job.specification.maxAttempts {
                    reporter.say("is tried again: \(reason)")
                    continue
                }
            }
            switch ending {
            case .stopped(let epoch):
                reporter.say(
                    epoch.map { "stopped with a checkpoint after epoch \($0)" } ?? "stopped before it began")
            case .finished(let result):
                try ComparisonFolder.keep(result, attempt.records, in: own)
                end(job, ending, records: attempt.records, reporter)
            case .failed, .lost:
                end(job, ending, records: attempt.records, reporter)
            }
            return
        }
    }

    /// - Returns: nil where the comparison stops.
    private func begin(
        _ job: ComparisonJob, number: Int, in own: OutputFolder, _ reporter: ComparisonReporter
    ) throws -> EngineAttempt? {
        try script?.requireUnchanged()
        let attempt = try EngineAttempt(
            engine: engine, spawner: spawner,
            assignment: EngineAssignment(
                job: "job_compare", attempt: number, specification: job.specification, directory: own.path,
                dataRoot: engine.dataRoot, script: script?.path, threads: threads),
            reporter: reporter)
        let isStopping = state.withLock { state in
            if !state.isStopping { state.running[job.entry] = attempt }
            return state.isStopping
        }
        if isStopping { attempt.kill() }
        return isStopping ? nil : attempt
    }

    private func end(
        _ job: ComparisonJob, _ ending: EngineAttempt.Ending, records: [EpochRecord],
        _ reporter: ComparisonReporter
    ) {
        let outcome = ending.outcome(of: job.entry, metric: comparison.metric)
        let done = state.withLock { state in
            state.outcomes[job.entry] = outcome
            state.records[job.entry] = records
            return state.outcomes.count
        }
        let score = outcome.score.map { "\(comparison.metric) \(String(format: "%.4f", $0))" }
        let seconds = outcome.seconds.map { " after \(String(format: "%.1f", $0)) s" } ?? ""
        reporter.say(
            "\(score ?? outcome.reason ?? "no score")\(seconds) (\(done) of \(count) jobs have ended)")
    }
}

extension EngineAttempt.Ending {
    /// Why the attempt was lost, where another one may do better.
    var lossReason: String? {
        switch self {
        case .lost(let reason): reason
        case .failed(let failure) where failure.kind == .infrastructure: failure.detail
        default: nil
        }
    }

    func outcome(of entry: ComparisonEntry, metric: String) -> ComparisonOutcome {
        var result: JobResult?
        var error: JobFailure?
        switch self {
        case .finished(let found): result = found
        case .failed(let failure): error = failure
        case .lost(let reason): error = JobFailure(kind: .infrastructure, detail: reason)
        case .stopped: break
        }
        return ComparisonOutcome(
            seed: entry.seed, job: nil, state: result == nil ? .failed : .succeeded, result: result,
            error: error, metric: metric)
    }
}
