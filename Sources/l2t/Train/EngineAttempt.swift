import Dispatch
import Foundation
import Jobs
import Specification
import Synchronization

/// One attempt of the engine, without a service: the protocol of the worker pool, on one process.
final class EngineAttempt: Sendable {
    enum Ending: Sendable, Equatable {
        case finished(JobResult)
        /// As asked, with a checkpoint of this epoch; nil where the training had not begun.
        case stopped(epoch: Int?)
        /// The engine says so.
        case failed(JobFailure)
        /// The process ended, or broke the protocol, before its training was over.
        case lost(reason: String)
    }

    private struct State {
        var process: EngineProcess?
        var ending: Ending?
        /// The engine has its assignment.
        var isBegun = false
        var isStopping = false
        /// The last epoch that was reported: a resumed engine repeats the ones of its checkpoint.
        var epoch = 0
        var records: [EpochRecord] = []
    }

    private let assignment: EngineAssignment
    private let reporter: any EpochReporter
    private let queue = DispatchQueue(label: "l2t.attempt")
    private let over = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    /// Starts the process, which begins to train in ``finish()``.
    init(
        engine: EngineProgram, spawner: ProcessSpawner, assignment: EngineAssignment,
        reporter: any EpochReporter
    ) throws(JobsError) {
        self.assignment = assignment
        self.reporter = reporter
        let process = try EngineProcess(
            EngineLaunch(executable: engine.path), spawner: spawner, queue: queue)
        state.withLock { $0.process = process }
    }

    /// The epoch records so far, those of the checkpoint that it resumed from included.
    var records: [EpochRecord] { state.withLock(\.records) }

    /// Trains until it ends, or is made to. To be called once.
    func finish() -> Ending {
        queue.async { [self] in
            state.withLock(\.process)?.resume { [self] _, delivery in receive(delivery) }
        }
        over.wait()
        reporter.end()
        return state.withLock(\.ending) ?? .lost(reason: "The engine said nothing.")
    }

    /// Has the engine save a checkpoint and stop.
    func stop() {
        queue.async { [self] in
            let (process, isBegun) = state.withLock { state in
                state.isStopping = true
                return (state.process, state.isBegun)
            }
            if isBegun { process?.send(.stop(reason: "interrupt")) }
        }
    }

    func kill() {
        queue.async { [self] in state.withLock(\.process)?.kill() }
    }

    private func receive(_ delivery: EngineProcess.Delivery) {
        switch delivery {
        case .message(let message): receive(message)
        // Its last part stands in the reason where the process dies.
        case .output: break
        case .nonsense(let what): end(.lost(reason: what))
        case .exited(let exit):
            end(.lost(reason: exit.reason("before its training was over")))
            state.withLock { $0.process = nil }
            over.signal()
        }
    }

    private func receive(_ message: EngineMessage) {
        switch message {
        case .ready: begin()
        case .started(let resumedFromEpoch):
            state.withLock { $0.epoch = resumedFromEpoch ?? 0 }
            reporter.started(resumedFromEpoch: resumedFromEpoch)
        case .epoch(let record):
            let isNew = state.withLock { state in
                defer { state.epoch = max(state.epoch, record.epoch) }
                state.records.append(record)
                return record.epoch > state.epoch
            }
            if isNew { reporter.epoch(record) }
        case .log(let message): reporter.log(message)
        case .file, .heartbeat: break
        case .finished(let result): end(.finished(result))
        case .stopped(let epoch): end(.stopped(epoch: epoch))
        case .failed(let failure): end(.failed(failure))
        }
    }

    private func begin() {
        let (process, isStopping) = state.withLock { state in
            state.isBegun = !state.isStopping
            return (state.process, state.isStopping)
        }
        if isStopping {
            end(.stopped(epoch: nil))
            process?.kill()
        } else {
            process?.send(.run(assignment))
        }
    }

    /// The first ending counts.
    private func end(_ ending: Ending) {
        state.withLock { $0.ending = $0.ending ?? ending }
    }
}
