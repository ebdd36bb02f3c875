internal import CLinux
internal import Foundation
internal import Specification
internal import Synchronization

/// One engine process that looks at one upload, and unpacks it where it is an archive. It is waited for on one thread; ``kill()`` may come from any other.
final class UnpackingRun: Sendable {
    private static let longestReply = 8 << 20
    /// Milliseconds between two looks at the process's memory.
    private static let lookInterval: Int32 = 200

    private struct State {
        var isReaped = false
        var isKilled = false
    }

    private let engine: SpawnedEngine
    private let state = Mutex(State())

    /// - Throws: `.engineNotStarted`.
    init(_ launch: EngineLaunch, command: String, spawner: ProcessSpawner) throws(JobsError) {
        var launch = launch
        launch.arguments = [command]
        engine = try SpawnedEngine(launch, spawner: spawner)
    }

    deinit {
        for descriptor in [engine.channel, engine.output, engine.descriptor] { close(descriptor) }
    }

    /// Asks, and waits for the answer and the process's end.
    /// - Throws: `.unpackingFailed` where the process dies of it, `.datasetRefused` where it takes too much.
    func reply<Reply: Decodable>(
        _ type: Reply.Type, to request: some Encodable, limits: UploadLimits
    ) throws(JobsError) -> Reply {
        defer { end() }
        engine.limitMemory(toMb: limits.unpackingMemoryMb)
        guard let line = try? JSONCoding.encodeLine(request), send(line) else {
            throw .unpackingFailed(reason: exit().reason("before it was asked to unpack"))
        }
        let deadline = ContinuousClock.now + .seconds(limits.unpackingSeconds)
        var reply = Data()
        var output = OutputTail()
        while true {
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0 else {
                throw .datasetRefused(
                    reason: "To unpack and read it took more than \(Int(limits.unpackingSeconds)) seconds.")
            }
            if let bytes = SpawnedEngine.residentBytes(of: engine.pid), bytes > limits.unpackingMemoryMb << 20
            {
                throw tooMuchMemory(limits)
            }
            var waiting = [engine.channel, engine.output].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&waiting, 2, min(Self.lookInterval, Int32(max(1, min(left, 60_000))))) > 0 else {
                continue
            }
            if waiting[1].revents != 0 { output.append(Self.read(engine.output) ?? []) }
            guard waiting[0].revents != 0 else { continue }
            guard let bytes = Self.read(engine.channel) else {
                let exit = exit(output)
                throw exit.isOverMemory
                    ? tooMuchMemory(limits)
                    : .unpackingFailed(reason: exit.reason("while it unpacked and read an upload"))
            }
            reply += bytes
            guard reply.count <= Self.longestReply else {
                throw .datasetRefused(
                    reason: "What it holds takes more than \(Self.longestReply) bytes to describe.")
            }
            guard reply.last == UInt8(ascii: "\n") else { continue }
            guard let reply = try? JSONCoding.decode(Reply.self, from: reply) else {
                throw .unpackingFailed(reason: "The engine broke the protocol: what it sent is no reply.")
            }
            return reply
        }
    }

    private func tooMuchMemory(_ limits: UploadLimits) -> JobsError {
        .datasetRefused(
            reason: "To unpack and read it took more than \(limits.unpackingMemoryMb) MiB of memory.")
    }

    /// Ends the process and its whole group.
    func kill() {
        state.withLock { state in
            guard !state.isReaped else { return }
            state.isKilled = true
            _ = Foundation.kill(-engine.pid, SIGKILL)
            _ = Foundation.kill(engine.pid, SIGKILL)
        }
    }

    private func send(_ line: Data) -> Bool {
        line.withUnsafeBytes {
            Foundation.send(engine.channel, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
            == line.count
    }

    /// - Returns: nil at the end.
    private static func read(_ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        if count > 0 { return Array(bytes.prefix(count)) }
        return count < 0 && (errno == EAGAIN || errno == EINTR) ? [] : nil
    }

    /// How the process ended that has closed its channel.
    private func exit(_ output: OutputTail = OutputTail()) -> ProcessExit {
        var end = pollfd(fd: engine.descriptor, events: Int16(POLLIN), revents: 0)
        if poll(&end, 1, 2000) != 1 { kill() }
        var output = output
        output.append(Self.read(engine.output) ?? [])
        return reap(output)
    }

    private func end() {
        kill()
        _ = reap(OutputTail())
    }

    private func reap(_ output: OutputTail) -> ProcessExit {
        var code: Int32 = 0
        while !state.withLock({ state in
            if !state.isReaped { state.isReaped = linux_reap(engine.pid, &code) != 0 }
            return state.isReaped
        }) {
            var end = pollfd(fd: engine.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&end, 1, 1000)
        }
        return engine.exit(code: code, output: output.text, isKilled: state.withLock(\.isKilled))
    }
}
