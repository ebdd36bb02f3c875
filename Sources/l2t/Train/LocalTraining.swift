import Dispatch
import Foundation
import Jobs
import Specification

/// `l2t train`: one attempt, until it ends or is interrupted.
struct LocalTraining {
    enum Ending: Sendable {
        case finished, stopped, failed
    }

    let engine: EngineProgram
    let specification: JobSpecification
    /// The file of a student that is a TorchScript module.
    let script: String?
    let folder: OutputFolder
    let threads: Int
    let reporter: any EpochReporter

    /// Trains to the end, or until Ctrl-C; a second one kills the engine.
    func finish() throws -> Ending {
        let spawner = ProcessSpawner()
        let attempt = try EngineAttempt(
            engine: engine, spawner: spawner,
            assignment: EngineAssignment(
                job: "job_train", attempt: 1, specification: specification, directory: folder.path,
                dataRoot: engine.dataRoot, script: script, threads: threads),
            reporter: reporter)
        let signals = StopSignals { attempt.kill() }
        DispatchQueue(label: "l2t.train.signals").async {
            signals.wait()
            attempt.stop()
        }
        let ending = withExtendedLifetime((spawner, signals)) { attempt.finish() }
        switch ending {
        case .finished(let result):
            try folder.keep(result, as: OutputFolder.result)
            StandardError.write(words(result) + "\n")
            return .finished
        case .stopped(let epoch):
            let state = epoch.map { "with a checkpoint after epoch \($0)" } ?? "before the training began"
            StandardError.write("Stopped \(state); the same command goes on from there.\n")
            return .stopped
        case .failed(let failure):
            StandardError.write("The training failed (\(failure.kind.rawValue)): \(failure.detail)\n")
            return .failed
        case .lost(let reason):
            StandardError.write(reason + "\n")
            return .failed
        }
    }

    private func words(_ result: JobResult) -> String {
        let scores = result.test.values.sorted { $0.key < $1.key }.map {
            "\($0.key) \(String(format: "%.4f", $0.value))"
        }
        return "Done: test \(scores.joined(separator: ", ")) after \(result.epochs) epochs and "
            + "\(String(format: "%.1f", result.seconds)) s; the student is in \(folder.path)."
    }
}
