internal import CLinux
package import Dispatch
internal import Foundation
package import Specification

/// One engine process and the two streams from it. Lives on the queue that it is given: every method is called
/// there, and so is what ``resume(deliver:)`` is given: first with the messages, and last, once, with the exit, when
/// nothing of the process is left open.
///
/// Sendable because all state is confined to that queue.
package final class EngineProcess: @unchecked Sendable {
    package enum Delivery: Sendable {
        case message(EngineMessage)
        /// What it wrote to its standard output or error.
        case output([UInt8])
        /// The process broke the protocol; it is being killed.
        case nonsense(String)
        case exited(ProcessExit)
    }

    let engine: SpawnedEngine
    private let queue: DispatchQueue
    private var deliver: @Sendable (EngineProcess, Delivery) -> Void = { _, _ in }
    /// By descriptor, which a source closes when it is cancelled.
    private var sources: [Int32: any DispatchSourceRead] = [:]
    private var lines = LineBuffer()
    private var tail = OutputTail()
    private var openDescriptors = 0
    private var isKilled = false
    /// Set once the process is reaped: its id may be another's now.
    private var exit: ProcessExit?

    private var isOver: Bool { exit != nil }

    /// - Throws: `.engineNotStarted`.
    package init(_ launch: EngineLaunch, spawner: ProcessSpawner, queue: DispatchQueue) throws(JobsError) {
        engine = try SpawnedEngine(launch, spawner: spawner)
        self.queue = queue
    }

    /// Begins to read. Kept apart from `init`, so that the owner can store the process before it speaks.
    package func resume(deliver: @escaping @Sendable (EngineProcess, Delivery) -> Void) {
        self.deliver = deliver
        watch(engine.channel) { $0.readChannel() }
        watch(engine.output) { $0.readOutput() }
        watch(engine.descriptor) { $0.reap() }
    }

    /// Reads what is there already: called before silence is held against the process.
    func readChannel() {
        while !isOver, let bytes = read(engine.channel) {
            guard let lines = lines.append(bytes) else {
                fail("it sent a line above \(LineBuffer.limit) bytes")
                return
            }
            for line in lines {
                do {
                    deliver(self, .message(try JSONCoding.decode(EngineMessage.self, from: line)))
                } catch {
                    let start = String(decoding: line.prefix(120), as: UTF8.self)
                    fail("it sent a line that is no message: \(start)")
                    return
                }
            }
        }
    }

    package func send(_ command: EngineCommand) {
        guard sources[engine.channel] != nil, let line = try? JSONCoding.encodeLine(command) else { return }
        let sent = line.withUnsafeBytes {
            Foundation.send(engine.channel, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        // A dead process says so by its exit; one that does not read is of no use.
        if sent != line.count { kill() }
    }

    /// Ends the process and its whole group.
    package func kill() {
        guard !isOver else { return }
        isKilled = true
        _ = Foundation.kill(-engine.pid, SIGKILL)
        _ = Foundation.kill(engine.pid, SIGKILL)
    }

    /// Bytes of memory that the process occupies; nil when it cannot be told.
    var residentBytes: Int? {
        isOver ? nil : SpawnedEngine.residentBytes(of: engine.pid)
    }

    private func fail(_ what: String) {
        kill()
        deliver(self, .nonsense("The engine broke the protocol: \(what)."))
    }

    private func watch(_ descriptor: Int32, _ read: @escaping @Sendable (EngineProcess) -> Void) {
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        // The sources hold the process until it is reaped.
        source.setEventHandler { [self] in read(self) }
        source.setCancelHandler { [self] in
            close(descriptor)
            openDescriptors -= 1
            guard openDescriptors == 0, let exit else { return }
            deliver(self, .exited(exit))
        }
        openDescriptors += 1
        source.activate()
        sources[descriptor] = source
    }

    /// Reads what is there already: called before an attempt is closed.
    func readOutput() {
        while !isOver, let bytes = read(engine.output) {
            tail.append(bytes)
            deliver(self, .output(Array(bytes)))
        }
    }

    private func read(_ descriptor: Int32) -> ArraySlice<UInt8>? {
        guard sources[descriptor] != nil else { return nil }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        // Closed by the process, which is about to end; a source at its end of file would fire for ever.
        if count == 0 { sources.removeValue(forKey: descriptor)?.cancel() }
        return count > 0 ? bytes.prefix(count) : nil
    }

    private func reap() {
        var code: Int32 = 0
        guard !isOver, linux_reap(engine.pid, &code) != 0 else { return }
        // What the process wrote before it ended is still in the streams.
        readChannel()
        readOutput()
        exit = engine.exit(code: code, output: tail.text, isKilled: isKilled)
        // The last of them to be closed tells of the exit.
        for source in sources.values { source.cancel() }
        sources = [:]
    }
}
