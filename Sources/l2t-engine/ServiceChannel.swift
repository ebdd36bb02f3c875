import CLinux
import Foundation
import Specification
import Synchronization
import Training

/// The engine's end of the socket: whole lines out, from any thread; commands in, on a thread of its own; and a
/// heartbeat as long as the attempt makes progress.
final class ServiceChannel: AttemptChannel {
    private struct State {
        var stopRequested = false
        /// Until when the attempt counts as alive.
        var aliveUntil = ContinuousClock.now
        var assignment: EngineAssignment?
    }

    private let descriptor: Int32
    private let state = Mutex(State())
    private let writing = Mutex(())
    private let assigned = DispatchSemaphore(value: 0)

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    func start() {
        Thread.detachNewThread { [self] in readCommands() }
        Thread.detachNewThread { [self] in
            while true {
                beat()
                Thread.sleep(forTimeInterval: 2)
            }
        }
    }

    /// Waits for the service's assignment.
    func assignment() -> EngineAssignment? {
        assigned.wait()
        return state.withLock(\.assignment)
    }

    func send(_ message: EngineMessage) throws {
        let line = try JSONCoding.encodeLine(message)
        try writing.withLock { _ in try ServiceSocket(descriptor: descriptor).sendAll(line) }
    }

    func progress(allowing seconds: Double) {
        state.withLock { $0.aliveUntil = ContinuousClock.now + .seconds(seconds) }
    }

    var isStopRequested: Bool { state.withLock(\.stopRequested) }

    private func beat() {
        guard state.withLock({ $0.assignment != nil && ContinuousClock.now < $0.aliveUntil }) else { return }
        // A closed channel ends the process from the reading thread.
        try? send(.heartbeat)
    }

    private func readCommands() {
        var pending = Data()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            // The service is gone, and nobody waits for what this process does: its checkpoints are on disk.
            guard count > 0 else { _exit(0) }
            pending.append(contentsOf: buffer[0..<count])
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(pending[..<end])
                pending = Data(pending[pending.index(after: end)...])
                obey(line)
            }
        }
    }

    private func obey(_ line: Data) {
        do {
            switch try JSONCoding.decode(EngineCommand.self, from: line) {
            case .run(let assignment):
                state.withLock {
                    $0.assignment = assignment
                    $0.aliveUntil = ContinuousClock.now + .seconds(120)
                }
                assigned.signal()
            case .stop:
                state.withLock { $0.stopRequested = true }
            }
        } catch {
            try? send(
                .failed(
                    JobFailure(
                        kind: .infrastructure, detail: "The engine was told what it cannot read: \(error)")))
            _exit(1)
        }
    }
}

struct ChannelClosed: Error, CustomStringConvertible {
    let errno: Int32
    var description: String { "The service closed the channel: \(String(cString: strerror(errno)))." }
}
