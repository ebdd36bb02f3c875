import Synchronization

/// The certificate that a server shows and its key: two PEM files, which may be replaced while it runs.
package final class TLSIdentity: Sendable {
    /// What is read from the files at a time.
    private let state: Mutex<TLSContext>
    private let certificate: String
    private let key: String

    /// - Parameters: `certificate`: the chain, the server's own certificate first; `key`: without a passphrase.
    /// - Throws: `HTTPServerError` where the two cannot be used together.
    package init(certificate: String, key: String) throws(HTTPServerError) {
        self.certificate = certificate
        self.key = key
        state = Mutex(try TLSContext(certificate: certificate, key: key))
    }

    /// Reads both files anew, for connections that begin from now on.
    /// - Throws: `HTTPServerError`; what was read before stays in use then.
    package func reload() throws(HTTPServerError) {
        let fresh = try TLSContext(certificate: certificate, key: key)
        state.withLock { $0 = fresh }
    }

    var context: TLSContext { state.withLock { $0 } }

    /// When the certificate ends, in seconds since 1970.
    package var expiry: Int { context.expiry }
}
