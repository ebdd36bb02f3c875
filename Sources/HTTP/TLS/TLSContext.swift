import COpenSSL
import Glibc

/// What every encrypted connection begins with: certificate, key, and what is spoken, which is TLS 1.2 and 1.3 with
/// forward secrecy and authenticated ciphers, and HTTP/1.1.
///
/// No session is resumed: clients keep their connections, and there is no ticket key that would have to be renewed.
///
/// Unchecked: OpenSSL counts its references with atomics, and nothing is changed after `init`.
final class TLSContext: @unchecked Sendable {
    /// Mozilla's "intermediate" list without DHE.
    private static let ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20"
    private static let groups = "X25519:P-256:P-384"

    let pointer: OpaquePointer
    /// When the certificate ends, in seconds since 1970.
    let expiry: Int

    /// - Throws: `HTTPServerError` for files that cannot be read, are not PEM, or do not belong together.
    init(certificate: String, key: String) throws(HTTPServerError) {
        ERR_clear_error()
        guard let context = SSL_CTX_new(TLS_server_method()) else { throw Self.cannotStart }
        do throws(HTTPServerError) {
            guard Self.configure(context) else { throw Self.cannotStart }
            try Self.useCertificate(certificate, context)
            try Self.useKey(key, context, certificate)
        } catch {
            SSL_CTX_free(context)
            throw error
        }
        pointer = context
        expiry = Self.expiry(context)
    }

    deinit { SSL_CTX_free(pointer) }

    private static func configure(_ context: OpaquePointer) -> Bool {
        SSL_CTX_set_options(context, copenssl_server_options)
        copenssl_keep_no_sessions(context)
        copenssl_set_read_ahead(context)
        // A write that blocked may go on from another place in memory; buffers are held only while they hold something.
        let modes =
            SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS
        _ = copenssl_set_modes(context, Int(modes))
        // Instead of OpenSSL's question at the terminal: notes that there was one, and gives no answer.
        SSL_CTX_set_default_passwd_cb(context) { (_, _, _, wasAsked) in
            wasAsked?.assumingMemoryBound(to: Bool.self).pointee = true
            return -1
        }
        SSL_CTX_set_alpn_select_cb(
            context,
            { (_, chosen, length, offered, count, _) in
                TLSContext.chooseProtocol(
                    chosen, length, UnsafeBufferPointer(start: offered, count: Int(count)))
            }, nil)
        return copenssl_set_minimum_version(context, TLS1_2_VERSION) == 1
            && SSL_CTX_set_cipher_list(context, ciphers) == 1
            && copenssl_set_groups(context, groups) == 1
            && SSL_CTX_set_num_tickets(context, 0) == 1
    }

    private static var cannotStart: HTTPServerError {
        .cannotStart(what: "a TLS context", reason: OpenSSLError.take().description)
    }

    // MARK: ALPN

    /// Takes `http/1.1` from the offered names, each with its length before it; a client that offers others only is
    /// refused (RFC 7301, section 3.2).
    private static func chooseProtocol(
        _ chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ length: UnsafeMutablePointer<UInt8>?,
        _ offered: UnsafeBufferPointer<UInt8>
    ) -> Int32 {
        var index = 0
        while index < offered.count {
            let end = index + 1 + Int(offered[index])
            guard end <= offered.count else { break }
            if offered[(index + 1)..<end].elementsEqual("http/1.1".utf8) {
                chosen?.pointee = offered.baseAddress.map { $0 + index + 1 }
                length?.pointee = offered[index]
                return SSL_TLSEXT_ERR_OK
            }
            index = end
        }
        return SSL_TLSEXT_ERR_ALERT_FATAL
    }

    // MARK: Files

    private static func useCertificate(_ path: String, _ context: OpaquePointer) throws(HTTPServerError) {
        if let reason = obstacle(path) { throw .certificateUnusable(path: path, reason: reason) }
        guard SSL_CTX_use_certificate_chain_file(context, path) == 1 else {
            let error = OpenSSLError.take()
            let isEmpty = error.is(ERR_LIB_PEM, PEM_R_NO_START_LINE)
            throw .certificateUnusable(
                path: path, reason: isEmpty ? "it holds no certificate in PEM form" : error.description)
        }
    }

    private static func useKey(
        _ path: String, _ context: OpaquePointer, _ certificate: String
    ) throws(HTTPServerError) {
        if let reason = obstacle(path) { throw .keyUnusable(path: path, reason: reason) }
        var wantsPassphrase = false
        let isUsed = withUnsafeMutablePointer(to: &wantsPassphrase) { wasAsked in
            SSL_CTX_set_default_passwd_cb_userdata(context, wasAsked)
            defer { SSL_CTX_set_default_passwd_cb_userdata(context, nil) }
            return SSL_CTX_use_PrivateKey_file(context, path, SSL_FILETYPE_PEM) == 1
        }
        if isUsed, SSL_CTX_check_private_key(context) == 1 { return }
        let error = OpenSSLError.take()
        if isUsed || error.is(ERR_LIB_X509, X509_R_KEY_VALUES_MISMATCH, X509_R_KEY_TYPE_MISMATCH) {
            throw .keyOfAnotherCertificate(key: path, certificate: certificate)
        }
        if wantsPassphrase {
            throw .keyUnusable(
                path: path, reason: "it is protected by a passphrase, and a key without one is needed")
        }
        let isEmpty =
            error.is(ERR_LIB_PEM, PEM_R_NO_START_LINE)
            || error.is(ERR_LIB_OSSL_DECODER, Int32(ERR_R_UNSUPPORTED))
        throw .keyUnusable(
            path: path, reason: isEmpty ? "it holds no private key in PEM form" : error.description)
    }

    /// What keeps a file from being read, if anything does.
    private static func obstacle(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return SystemError(errno).description }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return "it is not a regular file"
        }
        return nil
    }

    private static func expiry(_ context: OpaquePointer) -> Int {
        var time = tm()
        guard let certificate = SSL_CTX_get0_certificate(context),
            let end = X509_get0_notAfter(certificate), ASN1_TIME_to_tm(end, &time) == 1
        else { return .max }
        return timegm(&time)
    }
}
