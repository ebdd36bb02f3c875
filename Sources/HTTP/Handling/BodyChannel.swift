import Synchronization

/// A body on its way from the loop to its sink: a few pieces that wait. The loop fills it and stops reading while it
/// is full; a worker empties it and holds no thread while it is empty.
final class BodyChannel: Sendable {
    private enum End {
        case finished
        case cancelled(CancellationReason)
    }

    private struct State {
        var pieces: [[UInt8]] = []
        /// Of the pieces that wait and the one that the sink works on.
        var bytes = 0
        var end: End?
        var isRunning = false
        /// The loop waits to be told of room.
        var isAwaited = false
    }

    private enum Step {
        case write([UInt8])
        case finish
        case cancel(CancellationReason)
    }

    private let sink: any BodySink
    private let key: ExchangeKey
    private let capacity: Int
    private let mailbox: Mailbox
    private let pool: HandlerPool
    private let state = Mutex(State())

    init(_ sink: any BodySink, key: ExchangeKey, capacity: Int, mailbox: Mailbox, pool: HandlerPool) {
        self.sink = sink
        self.key = key
        self.capacity = capacity
        self.mailbox = mailbox
        self.pool = pool
    }

    // MARK: The loop's side

    /// Whether the loop may read on; if not, it is told when it may.
    func hasRoom() -> Bool {
        state.withLock { state in
            state.isAwaited = state.bytes >= capacity
            return !state.isAwaited
        }
    }

    /// Whether the loop waits for the sink.
    var isAwaited: Bool { state.withLock(\.isAwaited) }

    func append(_ piece: [UInt8]) {
        change { state in
            state.pieces.append(piece)
            state.bytes += piece.count
        }
    }

    func finish() {
        change { $0.end = .finished }
    }

    /// What has come is still written before. Nothing happens where the body is whole or was cancelled already.
    func cancel(_ reason: CancellationReason) {
        change { $0.end = .cancelled(reason) }
    }

    private func change(_ change: (inout State) -> Void) {
        let starts = state.withLock { state -> Bool in
            guard state.end == nil else { return false }
            change(&state)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if starts { pool.notify { self.step() } }
    }

    // MARK: The sink's side

    /// One step, and the next one behind what waits in the pool, so that uploads share its workers.
    private func step() {
        let step = state.withLock { state -> Step? in
            if !state.pieces.isEmpty { return .write(state.pieces.removeFirst()) }
            switch state.end {
            case .finished: return .finish
            case .cancelled(let reason): return .cancel(reason)
            case nil:
                state.isRunning = false
                return nil
            }
        }
        switch step {
        case .write(let piece):
            sink.write(piece)
            let isLow = state.withLock { state -> Bool in
                state.bytes -= piece.count
                guard state.isAwaited, state.bytes <= capacity / 2 else { return false }
                state.isAwaited = false
                return true
            }
            if isLow { mailbox.post(.body(key)) }
            pool.notify { self.step() }
        case .finish: sink.finish()
        case .cancel(let reason): sink.cancel(reason)
        case nil: break
        }
    }
}
