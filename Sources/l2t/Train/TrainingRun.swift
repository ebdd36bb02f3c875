import Dispatch
import Foundation
import Jobs
import Specification
import Synchronization

/// One attempt of the engine, without a service: the protocol of the worker pool, on one process.
final class TrainingRun: Sendable {
    enum Ending: Sendable {
        case finished, stopped, failed
    }

    private struct State {
        var process: EngineProcess?
        var ending: Ending?
        /// The last epoch that was reported: a resumed engine repeats the ones of its checkpoint.
        var epoch = 0
    }

    private let engine: EngineProgram
    private let specification: JobSpecification
    private let folder: String
    private let threads: Int
    private let reporter: any EpochReporter
    private let queue = DispatchQueue(label: "l2t.train")
    private let over = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    init(
        engine: EngineProgram, specification: JobSpecification, folder: String, threads: Int,
        reporter: any EpochReporter
    ) {
        self.engine = engine
        self.specification = specification
        self.folder = folder
        self.threads = threads
        self.reporter = reporter
    }

    /// Trains to the end, or until Ctrl-C; a second one kills the engine.
    func finish() throws -> Ending {
        let spawner = ProcessSpawner()
        let process = try EngineProcess(
            EngineLaunch(executable: engine.path), spawner: spawner, queue: queue)
        state.withLock { $0.process = process }
        let signals = StopSignals { [queue] in queue.async { process.kill() } }
        DispatchQueue(label: "l2t.train.signals").async { [queue] in
            signals.wait()
            queue.async { process.send(.stop(reason: "interrupt")) }
        }
        queue.async { [self] in process.resume { [self] _, delivery in receive(delivery) } }
        over.wait()
        return withExtendedLifetime((spawner, signals)) { state.withLock { $0.ending ?? .failed } }
    }

    private func receive(_ delivery: EngineProcess.Delivery) {
        switch delivery {
        case .message(let message): receive(message)
        case .nonsense(let what): end(.failed, what)
        case .exited(let exit):
            end(.failed, exit.reason("before its training was over"))
            state.withLock { $0.process = nil }
            over.signal()
        }
    }

    private func receive(_ message: EngineMessage) {
        switch message {
        case .ready:
            let assignment = EngineAssignment(
                job: "job_train", attempt: 1, specification: specification, directory: folder,
                dataRoot: engine.dataRoot, threads: threads)
            state.withLock(\.process)?.send(.run(assignment))
        case .started(let resumedFromEpoch):
            state.withLock { $0.epoch = resumedFromEpoch ?? 0 }
            reporter.started(resumedFromEpoch: resumedFromEpoch)
        case .epoch(let record):
            let isNew = state.withLock { state in
                defer { state.epoch = max(state.epoch, record.epoch) }
                return record.epoch > state.epoch
            }
            if isNew { reporter.epoch(record) }
        case .log(let message): reporter.log(message)
        case .file, .heartbeat: break
        case .finished(let result): end(.finished, words(result))
        case .stopped(let epoch):
            end(
                .stopped,
                "Stopped with a checkpoint after epoch \(epoch); the same command goes on from there.")
        case .failed(let failure):
            end(.failed, "The training failed (\(failure.kind.rawValue)): \(failure.detail)")
        }
    }

    /// The first ending counts.
    private func end(_ ending: Ending, _ words: String) {
        let isFirst = state.withLock { state in
            defer { state.ending = state.ending ?? ending }
            return state.ending == nil
        }
        guard isFirst else { return }
        reporter.end()
        StandardError.write(words + "\n")
    }

    private func words(_ result: JobResult) -> String {
        let scores = result.test.values.sorted { $0.key < $1.key }.map {
            "\($0.key) \(String(format: "%.4f", $0.value))"
        }
        return "Done: test \(scores.joined(separator: ", ")) after \(result.epochs) epochs and "
            + "\(String(format: "%.1f", result.seconds)) s; the student is in \(folder)."
    }
}
