internal import CLinux
internal import Foundation
internal import Synchronization

/// Starts processes from one thread that lives as long as this value. The kernel's "die with your parent" means the
/// thread that started the child: a Dispatch worker thread that goes idle would take its engines with it.
package final class ProcessSpawner: Sendable {
    /// Where the kernel is to hold each process to its memory; nil where it is not.
    let memoryGroups: MemoryGroups?
    private let requests = Requests()

    package init(memoryGroups: MemoryGroups? = nil) {
        self.memoryGroups = memoryGroups
        let thread = Thread { [requests] in
            while let request = requests.next() { request() }
        }
        thread.name = "l2t.spawner"
        thread.stackSize = 512 << 10
        thread.start()
    }

    deinit {
        requests.end()
    }

    struct Spawned: Sendable {
        var process: pid_t
        var descriptor: Int32
        /// Why the process shares this one's network; nil where it has none at all.
        var networkFailure: String?
    }

    /// `channel` becomes descriptor 3 of the process, `output` 1 and 2. - Throws: `.engineNotStarted`.
    func spawn(_ launch: EngineLaunch, channel: Int32, output: Int32) throws(JobsError) -> Spawned {
        let answer = Answer()
        requests.add { answer.give(Self.spawnHere(launch, channel: channel, output: output)) }
        return try answer.wait(for: launch)
    }

    private final class Requests: Sendable {
        private let waiting = Mutex<[@Sendable () -> Void]>([])
        private let arrivals = DispatchSemaphore(value: 0)

        func add(_ request: @escaping @Sendable () -> Void) {
            waiting.withLock { $0.append(request) }
            arrivals.signal()
        }

        /// Waits for a request; nil once there will be no more.
        func next() -> (@Sendable () -> Void)? {
            arrivals.wait()
            return waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }

        func end() {
            arrivals.signal()
        }
    }

    /// Carries the outcome from the spawning thread to the one that waits for it.
    private final class Answer: Sendable {
        private let result = Mutex<Result<Spawned, JobsError>?>(nil)
        private let done = DispatchSemaphore(value: 0)

        func give(_ value: Result<Spawned, JobsError>) {
            result.withLock { $0 = value }
            done.signal()
        }

        func wait(for launch: EngineLaunch) throws(JobsError) -> Spawned {
            done.wait()
            guard let value = result.withLock({ $0 }) else {
                throw .engineNotStarted(executable: launch.executable, reason: "nothing was tried")
            }
            return try value.get()
        }
    }

    private static func spawnHere(
        _ launch: EngineLaunch, channel: Int32, output: Int32
    ) -> Result<Spawned, JobsError> {
        let environment = launch.environment ?? ProcessInfo.processInfo.environment
        var arguments = ([launch.executable] + launch.arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var spawned = Spawned(process: 0, descriptor: -1)
        var networkFailure: Int32 = 0
        let failure = linux_spawn(
            launch.executable, &arguments, &variables, channel, output, &spawned.process, &spawned.descriptor,
            &networkFailure)
        if networkFailure != 0 { spawned.networkFailure = StateDirectory.reason(networkFailure) }
        guard failure == 0 else {
            return .failure(
                .engineNotStarted(executable: launch.executable, reason: StateDirectory.reason(failure)))
        }
        return .success(spawned)
    }
}
