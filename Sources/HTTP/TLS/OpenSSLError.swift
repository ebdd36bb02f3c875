import COpenSSL

/// Why OpenSSL's last call on this thread failed.
struct OpenSSLError: Sendable, Equatable, CustomStringConvertible {
    let library: Int32
    let reason: Int32
    /// OpenSSL's own words, such as `unsupported protocol`; empty where it left none.
    let words: String

    /// Takes all that the thread's queue holds, and keeps the earliest.
    static func take() -> OpenSSLError {
        let code = ERR_peek_error()
        defer { ERR_clear_error() }
        return OpenSSLError(
            library: ERR_GET_LIB(code), reason: ERR_GET_REASON(code),
            words: code == 0 ? "" : ERR_reason_error_string(code).map { String(cString: $0) } ?? "")
    }

    var description: String { words.isEmpty ? "OpenSSL gives no reason" : words }

    func `is`(_ library: Int32, _ reasons: Int32...) -> Bool {
        self.library == library && reasons.contains(reason)
    }
}
