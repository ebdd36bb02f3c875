import Synchronization

@testable import HTTP

/// A sink that keeps what it is told, and lets a test wait for it.
final class RecordingSink: BodySink {
    private struct State {
        var bytes: [UInt8] = []
        var largestPiece = 0
        var isWhole = false
        var cancellations: [CancellationReason] = []
    }

    private let state = Mutex(State())
    private let wholeBody: @Sendable ([UInt8]) -> Void
    private let gate: Signal?
    let ended = Signal()

    /// - Parameters: `gate`: each write waits for it; `wholeBody`: called at the end of a whole one.
    init(gate: Signal? = nil, wholeBody: @escaping @Sendable ([UInt8]) -> Void = { _ in }) {
        self.gate = gate
        self.wholeBody = wholeBody
    }

    var bytes: [UInt8] { state.withLock(\.bytes) }
    var largestPiece: Int { state.withLock(\.largestPiece) }
    var isWhole: Bool { state.withLock(\.isWhole) }
    var cancellations: [CancellationReason] { state.withLock(\.cancellations) }

    func write(_ piece: [UInt8]) {
        _ = gate?.wait()
        state.withLock { state in
            state.bytes += piece
            state.largestPiece = max(state.largestPiece, piece.count)
        }
    }

    func finish() {
        state.withLock { $0.isWhole = true }
        wholeBody(bytes)
        ended.fire()
    }

    func cancel(_ reason: CancellationReason) {
        state.withLock { $0.cancellations.append(reason) }
        ended.fire()
    }
}
