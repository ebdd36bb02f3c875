import CLinux
import Glibc

/// A TCP connection without encryption.
final class SocketTransport: Transport {
    private var descriptor: Int32
    private(set) var hasMore = false
    var crossesDirections: Bool { false }

    /// Takes the descriptor over and closes it at the end.
    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close() }

    func shakeHands() -> HandshakeResult { .done }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        let result = Self.result { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
        // A short read has emptied the socket; the end of input, if it is behind, was told of or will be.
        hasMore = result == .bytes(buffer.count)
        return result
    }

    func write(_ bytes: UnsafeRawBufferPointer, more: Bool) -> TransportResult {
        let flags = Int32(MSG_NOSIGNAL) | (more ? Int32(MSG_MORE) : 0)
        return Self.result { send(descriptor, bytes.baseAddress, bytes.count, flags) }
    }

    // sendfile has no MSG_NOSIGNAL; the loop's thread has SIGPIPE blocked.
    func write(file: FileSlice, maximum: Int) -> TransportResult {
        var offset = off_t(file.offset)
        return Self.result { sendfile(descriptor, file.number, &offset, min(file.length, maximum)) }
    }

    func endOutput() -> Bool {
        shutdown(descriptor, Int32(SHUT_WR))
        return true
    }

    func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }

    private static func result(_ call: () -> Int) -> TransportResult {
        while true {
            let count = call()
            if count > 0 { return .bytes(count) }
            if count == 0 { return .ended }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .wouldBlock
            default: return .failed
            }
        }
    }
}
