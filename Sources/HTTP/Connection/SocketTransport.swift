import CLinux
import Glibc

/// A TCP connection without encryption.
final class SocketTransport: Transport {
    private var descriptor: Int32

    /// Takes the descriptor over and closes it at the end.
    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close() }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        Self.result { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
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

    func endOutput() { shutdown(descriptor, Int32(SHUT_WR)) }

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
