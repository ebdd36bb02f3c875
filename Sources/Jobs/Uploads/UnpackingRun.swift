internal import CLinux
internal import Foundation
internal import Specification

/// One engine process that looks at one upload, and unpacks it where it is an archive. It is waited for on one thread;
/// ``kill()`` may come from any other.
final class UnpackingRun: Sendable {
    private static let longestReply = 8 << 20
    /// Milliseconds between two looks at the process's memory.
    private static let lookInterval: Int32 = 200

    private let kind: UploadKind
    private let engine: AwaitedEngine
    private var process: SpawnedEngine { engine.process }

    /// - Parameter kind: what the upload is to become.
    /// - Throws: `.engineNotStarted`.
    init(_ launch: EngineLaunch, of kind: UploadKind, spawner: ProcessSpawner) throws(JobsError) {
        self.kind = kind
        engine = try AwaitedEngine(launch, command: kind.command, spawner: spawner)
    }

    /// Asks, and waits for the answer and the process's end.
    /// - Throws: `.uploadReadingFailed` where the process dies of it, `.uploadRefused` where it takes too much.
    func reply<Reply: Decodable>(
        _ type: Reply.Type, to request: some Encodable, limits: UploadLimits
    ) throws(JobsError) -> Reply {
        defer { end() }
        process.limitMemory(toMb: limits.unpackingMemoryMb)
        guard let line = try? JSONCoding.encodeLine(request), send(line) else {
            throw failure(exit().reason("before it was asked to read an upload"))
        }
        let deadline = ContinuousClock.now + .seconds(limits.unpackingSeconds)
        var reply = Data()
        var output = OutputTail()
        while true {
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0 else {
                throw refusal(
                    "To \(kind.reading) it took more than \(Int(limits.unpackingSeconds)) seconds.")
            }
            let memory = SpawnedEngine.residentBytes(of: process.pid)
            if let memory, memory > limits.unpackingMemoryMb << 20 { throw tooMuchMemory(limits) }
            var waiting = [process.channel, process.output].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard poll(&waiting, 2, min(Self.lookInterval, Int32(max(1, min(left, 60_000))))) > 0 else {
                continue
            }
            if waiting[1].revents != 0 { output.append(Self.read(process.output) ?? []) }
            guard waiting[0].revents != 0 else { continue }
            guard let bytes = Self.read(process.channel) else {
                let exit = exit(output)
                throw exit.isOverMemory
                    ? tooMuchMemory(limits) : failure(exit.reason("while it read an upload"))
            }
            reply += bytes
            guard reply.count <= Self.longestReply else {
                throw refusal("What it holds takes more than \(Self.longestReply) bytes to describe.")
            }
            guard reply.last == UInt8(ascii: "\n") else { continue }
            guard let reply = try? JSONCoding.decode(Reply.self, from: reply) else {
                throw failure("The engine broke the protocol: what it sent is no reply.")
            }
            return reply
        }
    }

    private func tooMuchMemory(_ limits: UploadLimits) -> JobsError {
        refusal("To \(kind.reading) it took more than \(limits.unpackingMemoryMb) MiB of memory.")
    }

    private func refusal(_ reason: String) -> JobsError { .uploadRefused(kind: kind, reason: reason) }

    private func failure(_ reason: String) -> JobsError { .uploadReadingFailed(kind: kind, reason: reason) }

    /// Ends the process and its whole group.
    func kill() { engine.kill() }

    private func send(_ line: Data) -> Bool {
        line.withUnsafeBytes {
            Foundation.send(process.channel, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
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
        engine.end(within: 2000)
        var output = output
        output.append(Self.read(process.output) ?? [])
        return engine.exit(output: output.text)
    }

    private func end() {
        kill()
        _ = engine.exit(output: "")
    }
}
