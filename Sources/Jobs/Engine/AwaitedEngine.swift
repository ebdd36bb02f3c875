internal import CLinux
internal import Foundation
internal import Synchronization

/// An engine process that is talked to and waited for on one thread; ``kill()`` may come from any other. The process ends
/// with this value.
final class AwaitedEngine: Sendable {
    private struct State {
        /// Set once the process is reaped: its id may be another's now.
        var code: Int32?
        var isKilled = false
    }

    let process: SpawnedEngine
    private let state = Mutex(State())

    /// - Parameters: launch: how the engine is started; command: its only argument.
    /// - Throws: `.engineNotStarted`.
    init(_ launch: EngineLaunch, command: String, spawner: ProcessSpawner) throws(JobsError) {
        var launch = launch
        launch.arguments = [command]
        process = try SpawnedEngine(launch, spawner: spawner)
    }

    deinit {
        kill()
        _ = exit(output: "")
        for descriptor in [process.channel, process.output, process.descriptor] { close(descriptor) }
    }

    /// Ends the process and its whole group.
    func kill() {
        state.withLock { state in
            guard state.code == nil else { return }
            state.isKilled = true
            _ = Foundation.kill(-process.pid, SIGKILL)
            _ = Foundation.kill(process.pid, SIGKILL)
        }
    }

    /// Waits for the end of a process that has closed its channel.
    /// - Parameter milliseconds: how long it may take by itself.
    func end(within milliseconds: Int32) {
        var end = pollfd(fd: process.descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&end, 1, milliseconds) != 1 { kill() }
        _ = reap()
    }

    /// Waits for the end. - Parameter output: the last that was read of the process's.
    func exit(output: String) -> ProcessExit {
        let code = reap()
        return process.exit(code: code, output: output, isKilled: state.withLock(\.isKilled))
    }

    private func reap() -> Int32 {
        while true {
            let code = state.withLock { state -> Int32? in
                var code: Int32 = 0
                if state.code == nil, linux_reap(process.pid, &code) != 0 { state.code = code }
                return state.code
            }
            if let code { return code }
            var end = pollfd(fd: process.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&end, 1, 1000)
        }
    }
}
