import Synchronization

/// What a producer has sent and the loop has not yet written. The producer fills it from any thread, the loop
/// empties it.
///
/// A record is never cut. One of any size goes in while at most a quarter of the capacity is in use: so none is too
/// large to ever be sent, and a stream holds no more than its capacity, or that quarter and one record.
final class StreamBuffer: Sendable {
    enum Taken {
        case nothing
        case bytes([UInt8], isLast: Bool)
        case overflowed
    }

    private struct State {
        var pending: [UInt8] = []
        /// Taken by the loop, not yet written.
        var inFlight = 0
        var isFinished = false
        var isClosed = false
        var overflowed = false
        var reason: ResponseStream.CloseReason?
        var isSignalled = false
        var onDrain: (@Sendable () -> Void)?
        var onClose: (@Sendable (ResponseStream.CloseReason) -> Void)?

        var buffered: Int { pending.count + inFlight }

        mutating func signal() -> Bool {
            defer { isSignalled = true }
            return !isSignalled
        }
    }

    let capacity: Int
    let heartbeat: [UInt8]
    private let key: ExchangeKey
    private let mailbox: Mailbox
    private let pool: HandlerPool
    private let state = Mutex(State())

    init(key: ExchangeKey, capacity: Int, heartbeat: [UInt8], mailbox: Mailbox, pool: HandlerPool) {
        self.key = key
        self.capacity = capacity
        self.heartbeat = heartbeat
        self.mailbox = mailbox
        self.pool = pool
    }

    // MARK: The producer's side

    var bufferedBytes: Int { state.withLock(\.buffered) }

    func hasRoom(for count: Int) -> Bool { hasRoom(for: count, behind: bufferedBytes) }

    private func hasRoom(for count: Int, behind buffered: Int) -> Bool {
        buffered <= low || buffered + count <= capacity
    }

    /// At most so much is in use where a record of any size goes in, and when a producer that waits is called.
    private var low: Int { capacity / 4 }

    func send(_ bytes: [UInt8]) -> ResponseStream.SendResult {
        let (result, signal) = state.withLock { state -> (ResponseStream.SendResult, Bool) in
            if state.isClosed || state.isFinished { return (.closed, false) }
            guard !bytes.isEmpty else { return (.accepted, false) }
            guard hasRoom(for: bytes.count, behind: state.buffered) else {
                state.isClosed = true
                state.overflowed = true
                state.pending = []
                // Always told: a signal from before may wait for the very bytes that cannot be written.
                return (.overflow, true)
            }
            state.pending.append(contentsOf: bytes)
            return (.accepted, state.signal())
        }
        if signal { mailbox.post(.stream(key)) }
        if result == .overflow { tell(.overflow) }
        return result
    }

    func finish() {
        let signal = state.withLock { state -> Bool in
            if state.isClosed || state.isFinished { return false }
            state.isFinished = true
            state.onClose = nil
            state.onDrain = nil
            return state.signal()
        }
        if signal { mailbox.post(.stream(key)) }
    }

    func onDrain(_ action: @escaping @Sendable () -> Void) {
        let isLow = state.withLock { state -> Bool in
            if state.isClosed || state.isFinished { return false }
            if state.buffered <= low { return true }
            state.onDrain = action
            return false
        }
        if isLow { pool.notify(action) }
    }

    func onClose(_ action: @escaping @Sendable (ResponseStream.CloseReason) -> Void) {
        let reason = state.withLock { state -> ResponseStream.CloseReason? in
            if state.isFinished { return nil }
            if let reason = state.reason { return reason }
            state.onClose = action
            return nil
        }
        if let reason { pool.notify { action(reason) } }
    }

    // MARK: The loop's side

    var hasOverflowed: Bool { state.withLock(\.overflowed) }

    /// All that waits. What was taken before counts as written.
    func take() -> Taken {
        let (taken, drained) = state.withLock { state -> (Taken, (@Sendable () -> Void)?) in
            state.isSignalled = false
            if state.overflowed { return (.overflowed, nil) }
            let bytes = state.pending
            state.pending = []
            let drained = state.onDrain
            state.onDrain = nil
            state.inFlight = bytes.count
            if bytes.isEmpty, !state.isFinished { return (.nothing, drained) }
            // With bytes in flight the drained notice waits for the next call.
            if bytes.count > low {
                state.onDrain = drained
                return (.bytes(bytes, isLast: state.isFinished), nil)
            }
            return (.bytes(bytes, isLast: state.isFinished), drained)
        }
        if let drained { pool.notify(drained) }
        return taken
    }

    /// Says why the stream ends, once.
    func tell(_ reason: ResponseStream.CloseReason) {
        let action = state.withLock { state -> (@Sendable (ResponseStream.CloseReason) -> Void)? in
            guard state.reason == nil, !state.isFinished else { return nil }
            state.reason = reason
            defer { state.onClose = nil }
            return state.onClose
        }
        if let action { pool.notify { action(reason) } }
    }

    /// Nothing can be sent any more; who asked to hear of it is told the reason, unless it was told one before.
    func close(_ reason: ResponseStream.CloseReason) {
        let old = state.withLock { state -> State in
            let old = state
            state.isClosed = true
            state.pending = []
            state.inFlight = 0
            state.reason = state.reason ?? reason
            state.onDrain = nil
            state.onClose = nil
            return old
        }
        // Outside the lock: an action may hold the last reference to the stream.
        guard old.reason == nil, !old.isFinished, let action = old.onClose else { return }
        pool.notify { action(reason) }
    }
}
