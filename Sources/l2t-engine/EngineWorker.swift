import CLinux
import Foundation
import Specification
import Training

/// The life of an engine process: load, say ready, run one attempt, say how it ended, exit.
struct EngineWorker {
    let descriptor: Int32

    func run() {
        signal(SIGINT, SIG_IGN)
        // Nobody waits for what this process does once its parent is gone: its checkpoints are on disk.
        _ = linux_die_with_parent(SIGKILL)
        EngineRuntime.prepare()
        let channel = ServiceChannel(descriptor: descriptor)
        channel.start()
        do {
            try channel.send(.ready)
            guard let assignment = channel.assignment() else { return }
            let outcome = TrainingAttempt(assignment, channel: channel).run()
            try channel.send(outcome)
        } catch {
            try? FileHandle.standardError.write(contentsOf: Data("\(error)\n".utf8))
            exit(1)
        }
    }
}
