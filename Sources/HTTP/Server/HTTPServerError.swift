/// What kept the server from starting or from opening a file.
package enum HTTPServerError: Error, Sendable, Equatable, CustomStringConvertible {
    case unknownHost(host: String, reason: String)
    case cannotListen(host: String, port: UInt16, reason: String)
    case cannotStart(what: String, reason: String)
    case alreadyStarted
    case tooFewDescriptors(limit: Int, needed: Int)
    case cannotReadFile(path: String, reason: String)
    case certificateUnusable(path: String, reason: String)
    case keyUnusable(path: String, reason: String)
    case keyOfAnotherCertificate(key: String, certificate: String)

    package var description: String {
        switch self {
        case .unknownHost(let host, let reason):
            "The host '\(host)' has no address to listen on (\(reason)); "
                + "give an address of this machine, such as 127.0.0.1 or ::1."
        case .cannotListen(let host, let port, let reason):
            "Cannot listen on \(host) port \(port): \(reason)."
        case .cannotStart(let what, let reason):
            "The server could not get \(what): \(reason)."
        case .alreadyStarted:
            "The server was started before; a server starts once."
        case .tooFewDescriptors(let limit, let needed):
            "The process may open \(limit) files (RLIMIT_NOFILE); the server needs at least \(needed)."
        case .cannotReadFile(let path, let reason):
            "Cannot read the file '\(path)': \(reason)."
        case .certificateUnusable(let path, let reason):
            "The TLS certificate '\(path)' cannot be used: \(reason)."
        case .keyUnusable(let path, let reason):
            "The TLS key '\(path)' cannot be used: \(reason)."
        case .keyOfAnotherCertificate(let key, let certificate):
            "The TLS key '\(key)' does not belong to the certificate '\(certificate)'; the two must be made together."
        }
    }
}
