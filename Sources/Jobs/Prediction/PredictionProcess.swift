internal import CLinux
internal import Foundation
package import Specification
internal import Synchronization

/// One engine process that predicts. It is asked from one thread, which waits for the answers; ``kill()`` may come from
/// any other. The process ends with this value.
package final class PredictionProcess: Sendable {
    /// A reply without its picture: boxes or classes, at most a thousand.
    private static let longestLine = 8 << 20
    /// Milliseconds between two looks at the process's memory.
    private static let lookInterval: Int32 = 200

    private struct State {
        /// Bytes that came after the reply before.
        var received: [UInt8] = []
        var output = OutputTail()
    }

    private let engine: AwaitedEngine
    private var process: SpawnedEngine { engine.process }
    private let state = Mutex(State())

    /// - Parameter launch: how the engine is started; its arguments are replaced.
    /// - Throws: `.engineNotStarted`.
    package init(_ launch: EngineLaunch, spawner: ProcessSpawner) throws(JobsError) {
        engine = try AwaitedEngine(launch, command: "predict", spawner: spawner)
    }

    /// Asks, and waits for the answer.
    /// - Parameter request: its `imageBytes` is the image's.
    /// - Throws: `.imageRefused` where the image is at fault, `.predictionFailed` where the engine is,
    ///   `.predictionTooSlow`.
    package func answer(
        _ request: PredictionRequest, image: [UInt8], limits: PredictionLimits
    ) throws(JobsError) -> StudentPrediction {
        guard let line = try? JSONCoding.encodeLine(request) else {
            throw .predictionFailed(reason: "The request cannot be written.")
        }
        process.limitMemory(toMb: limits.memoryMb)
        var course = Course(
            end: .now + .seconds(limits.seconds), limits: limits, unsent: Array(line) + image)
        let header = try receive(through: UInt8(ascii: "\n"), &course)
        switch try? JSONCoding.decode(PredictionReply.self, from: Data(header)) {
        case .prediction(let prediction, let count)?
        where (0...PredictionReply.largestPicture).contains(count):
            return StudentPrediction(
                prediction: prediction, picture: try receive(count: count, &course))
        case .failed(let failure)?:
            throw failure.kind == .image
                ? .imageRefused(failure.detail) : .predictionFailed(reason: failure.detail)
        default:
            kill()
            throw .predictionFailed(reason: "The engine broke the protocol: what it sent is no reply.")
        }
    }

    /// Ends the process and its whole group.
    package func kill() { engine.kill() }

    // MARK: The streams

    /// One request on its way.
    private struct Course {
        let end: ContinuousClock.Instant
        let limits: PredictionLimits
        var unsent: [UInt8]
        var sent = 0
    }

    /// All that comes before `mark`, which is left out.
    private func receive(through mark: UInt8, _ course: inout Course) throws(JobsError) -> [UInt8] {
        var searched = 0
        while true {
            let (line, count) = state.withLock { state -> ([UInt8]?, Int) in
                guard let place = state.received[searched...].firstIndex(of: mark) else {
                    return (nil, state.received.count)
                }
                let line = Array(state.received[..<place])
                state.received.removeFirst(place + 1)
                return (line, 0)
            }
            if let line { return line }
            guard count <= Self.longestLine else {
                kill()
                throw .predictionFailed(reason: "The engine broke the protocol: a reply has no end.")
            }
            searched = count
            try exchange(&course)
        }
    }

    private func receive(count: Int, _ course: inout Course) throws(JobsError) -> [UInt8] {
        while state.withLock({ $0.received.count < count }) { try exchange(&course) }
        return state.withLock { state in
            let bytes = Array(state.received[..<count])
            state.received.removeFirst(count)
            return bytes
        }
    }

    /// Waits until something can be sent or has come, and sends or takes it.
    private func exchange(_ course: inout Course) throws(JobsError) {
        let left = (course.end - .now) / .milliseconds(1)
        guard left > 0 else {
            kill()
            throw .predictionTooSlow(seconds: course.limits.seconds)
        }
        if let bytes = SpawnedEngine.residentBytes(of: process.pid), bytes > course.limits.memoryMb << 20 {
            kill()
            throw tooMuchMemory(course.limits)
        }
        let isSending = course.sent < course.unsent.count
        var waiting = [
            pollfd(fd: process.channel, events: Int16(POLLIN | (isSending ? POLLOUT : 0)), revents: 0),
            pollfd(fd: process.output, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&waiting, 2, min(Self.lookInterval, Int32(max(1, min(left, 60_000))))) > 0 else { return }
        readOutput()
        if waiting[0].revents & Int16(POLLOUT) != 0, isSending { send(&course) }
        guard waiting[0].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 else { return }
        guard readChannel() else {
            let exit = exit()
            throw exit.isOverMemory
                ? tooMuchMemory(course.limits) : .predictionFailed(reason: exit.reason("before it answered"))
        }
    }

    private func tooMuchMemory(_ limits: PredictionLimits) -> JobsError {
        .predictionFailed(reason: "The engine took more than \(limits.memoryMb) MiB of memory.")
    }

    private func send(_ course: inout Course) {
        let count = course.unsent[course.sent...].withUnsafeBytes {
            Foundation.send(process.channel, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        // One that fails is told of by the end of the channel.
        course.sent += max(0, count)
    }

    /// - Returns: false at the end of the channel.
    private func readChannel() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 256 << 10)
        let count = read(process.channel, &bytes, bytes.count)
        if count > 0 { state.withLock { $0.received += bytes[..<count] } }
        return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
    }

    private func readOutput() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(process.output, &bytes, bytes.count)
            guard count > 0 else { return }
            state.withLock { $0.output.append(bytes[..<count]) }
        }
    }

    /// How the process ended that has closed its channel.
    private func exit() -> ProcessExit {
        engine.end(within: 2000)
        readOutput()
        return engine.exit(output: state.withLock(\.output.text))
    }
}
