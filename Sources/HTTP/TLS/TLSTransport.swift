import COpenSSL
import Glibc

/// A TCP connection encrypted by OpenSSL, on the same descriptor and in the same loop as plain ones.
///
/// Files are read and encrypted here, one record at a time. The kernel's TLS is left off: with OpenSSL 3.0 a
/// connection that uses it cannot change its keys.
final class TLSTransport: Transport {
    /// The largest record (RFC 8446, section 5.1).
    private static let recordSize = 16 * 1024

    private let socket: SocketTransport
    private let ssl: OpaquePointer
    /// What ended the reading, told of after the bytes before it.
    private var end: TransportResult?
    /// After a failure nothing more may be asked of OpenSSL.
    private var isBroken = false
    private var isSecured = false
    private var hasEndedOutput = false
    private(set) var hasMore = false

    /// Takes the descriptor over. Nil, and the descriptor closed, where there is no memory.
    init?(_ descriptor: Int32, context: TLSContext) {
        socket = SocketTransport(descriptor)
        ERR_clear_error()
        guard let ssl = SSL_new(context.pointer) else { return nil }
        guard SSL_set_fd(ssl, descriptor) == 1 else {
            SSL_free(ssl)
            return nil
        }
        SSL_set_accept_state(ssl)
        self.ssl = ssl
    }

    deinit { SSL_free(ssl) }

    /// A record of one direction may wait for the other: an answer to a change of keys, for instance.
    var crossesDirections: Bool { true }

    func shakeHands() -> HandshakeResult {
        ERR_clear_error()
        let code = SSL_do_handshake(ssl)
        guard code != 1 else {
            isSecured = true
            return .done
        }
        switch SSL_get_error(ssl, code) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            return .wouldBlock
        case SSL_ERROR_SSL:
            isBroken = true
            let error = OpenSSLError.take()
            if error.is(ERR_LIB_SSL, SSL_R_HTTP_REQUEST) { return .plainHTTP(socket) }
            return .failed(error.description)
        default:
            isBroken = true
            return .failed("the peer hung up")
        }
    }

    // MARK: Reading and writing

    /// Reads until the buffer is full or no whole record is left, so that no edge of the poller is missed.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        if hasEndedOutput {
            // What still comes is thrown away, and need not be understood for that. Before the own half has ended, nothing
            // that did not come encrypted may be taken for a request.
            defer { hasMore = socket.hasMore }
            return socket.read(into: buffer)
        }
        var count = 0
        while count < buffer.count, end == nil {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
            switch attempt({ SSL_read(ssl, rest.baseAddress, Int32(clamping: rest.count)) }) {
            case .bytes(let number):
                count += number
            case .wouldBlock:
                hasMore = false
                return count > 0 ? .bytes(count) : .wouldBlock
            case let other:
                end = other
            }
        }
        hasMore = true
        return count > 0 ? .bytes(count) : end ?? .failed
    }

    // OpenSSL writes without MSG_NOSIGNAL; the loop's thread has SIGPIPE blocked.
    func write(_ bytes: UnsafeRawBufferPointer, more: Bool) -> TransportResult {
        attempt { SSL_write(ssl, bytes.baseAddress, Int32(clamping: bytes.count)) }
    }

    func write(file: FileSlice, maximum: Int) -> TransportResult {
        withUnsafeTemporaryAllocation(byteCount: Self.recordSize, alignment: 16) { buffer in
            let wanted = min(file.length, maximum, buffer.count)
            var count = -1
            repeat {
                count = pread(file.number, buffer.baseAddress, wanted, off_t(file.offset))
            } while count < 0 && errno == EINTR
            guard count > 0 else { return count == 0 ? .ended : .failed }
            return write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), more: false)
        }
    }

    private func attempt(_ call: () -> Int32) -> TransportResult {
        guard !isBroken else { return .failed }
        ERR_clear_error()
        let code = call()
        guard code <= 0 else { return .bytes(Int(code)) }
        switch SSL_get_error(ssl, code) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE:
            return .wouldBlock
        case SSL_ERROR_ZERO_RETURN:
            return .ended
        default:
            isBroken = true
            return .failed
        }
    }

    // MARK: Ending

    /// Says close_notify before it ends the own half.
    func endOutput() -> Bool {
        guard !hasEndedOutput else { return true }
        if isSecured, !isBroken {
            ERR_clear_error()
            let code = SSL_shutdown(ssl)
            if code < 0, SSL_get_error(ssl, code) == SSL_ERROR_WANT_WRITE { return false }
        }
        hasEndedOutput = true
        return socket.endOutput()
    }

    func close() { socket.close() }
}
