/// The sending end of a streamed answer; safe to use from any thread. When the last reference goes, the stream is
/// finished.
package final class ResponseStream: Sendable {
    package enum SendResult: Sendable, Equatable {
        case accepted
        /// The client reads too slowly: the buffer has no room for the record, and the stream is closed now.
        case overflow
        case closed
    }

    package enum CloseReason: Sendable, Equatable {
        case peerClosed
        /// The client took bytes too slowly for the buffer.
        case overflow
        /// The client took no byte for too long.
        case writeTimedOut
        /// The server stops. The stream still takes a last record and `finish()` for a while.
        case serverStopping
    }

    private let buffer: StreamBuffer

    init(_ buffer: StreamBuffer) { self.buffer = buffer }

    deinit { buffer.finish() }

    /// Bytes that were accepted and not yet taken by the kernel.
    package var bufferedBytes: Int { buffer.bufferedBytes }

    /// The number of bytes that `bufferedBytes` can reach, but for a record that is larger by itself.
    package var capacity: Int { buffer.capacity }

    /// Whether a record of so many bytes is accepted now. One of any size is where at most a quarter of the buffer is
    /// in use, as it is when ``onDrain(_:)`` calls.
    package func hasRoom(for count: Int) -> Bool { buffer.hasRoom(for: count) }

    /// Queues a whole record, of any size: a heartbeat may be sent between two calls.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> SendResult { buffer.send(bytes) }

    /// Ends the answer properly, after all that was accepted.
    package func finish() { buffer.finish() }

    /// Runs the action once, on the handler pool, as soon as at most a quarter of the buffer is in use; never on the
    /// calling thread. A producer with a long backlog sends until `bufferedBytes` is high, then asks to be called
    /// again.
    package func onDrain(_ action: @escaping @Sendable () -> Void) { buffer.onDrain(action) }

    /// Runs the action, once and on the handler pool, when the stream ends for any reason but `finish()`; at once if
    /// it has.
    package func onClose(_ action: @escaping @Sendable (CloseReason) -> Void) { buffer.onClose(action) }
}
