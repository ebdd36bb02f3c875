import COpenSSL
import Glibc
import ServiceTestSupport

/// A client's end of a TLS connection, blocking.
final class ClientEncryption {
    private let context: OpaquePointer
    private let ssl: OpaquePointer
    /// Whether the server said that nothing more comes.
    private(set) var wasToldTheEnd = false

    /// - Parameters: `maximum`: the newest version that is spoken.
    /// - Throws: where the handshake fails, or the server shows another certificate.
    init(
        _ descriptor: Int32, trusts certificate: TestCertificate, maximum: Int32 = TLS1_3_VERSION
    ) throws {
        // OpenSSL writes without MSG_NOSIGNAL.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        guard let context = SSL_CTX_new(TLS_client_method()), let ssl = SSL_new(context) else {
            throw RawClient.Failure(description: "no memory for TLS")
        }
        self.context = context
        self.ssl = ssl
        SSL_ctrl(ssl, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(maximum), nil)
        SSL_set_verify(ssl, SSL_VERIFY_PEER, nil)
        X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), "127.0.0.1")
        guard SSL_CTX_load_verify_locations(context, certificate.certificate, nil) == 1,
            SSL_set_fd(ssl, descriptor) == 1
        else { throw RawClient.Failure(description: "\(certificate.certificate) cannot be trusted") }
        ERR_clear_error()
        guard SSL_connect(ssl) == 1 else {
            let words = ERR_reason_error_string(ERR_peek_error()).map { String(cString: $0) }
            throw RawClient.Failure(description: "handshake: \(words ?? "the connection ended")")
        }
    }

    deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
    }

    var hasPending: Bool { SSL_pending(ssl) > 0 }

    func write(_ bytes: UnsafeRawBufferPointer) -> Int {
        ERR_clear_error()
        return Int(SSL_write(ssl, bytes.baseAddress, Int32(bytes.count)))
    }

    /// As `recv`: 0 at the end, −1 and `errno` for a failure.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        ERR_clear_error()
        let code = SSL_read(ssl, buffer.baseAddress, Int32(buffer.count))
        guard code <= 0 else { return Int(code) }
        switch SSL_get_error(ssl, code) {
        case SSL_ERROR_ZERO_RETURN:
            wasToldTheEnd = true
            return 0
        case SSL_ERROR_SSL where ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING:
            return 0
        default:
            return -1
        }
    }

    func sayGoodbye() { SSL_shutdown(ssl) }

    /// What comes of the wish for a new handshake on the same connection, which TLS 1.2 has.
    func negotiateAnew() -> String {
        ERR_clear_error()
        if SSL_renegotiate(ssl) == 1, SSL_do_handshake(ssl) == 1 { return "done" }
        return ERR_reason_error_string(ERR_peek_error()).map { String(cString: $0) } ?? "nothing"
    }

    /// Has both sides use new keys from the next record on.
    func changeKeys() -> Bool { SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED) == 1 }
}
