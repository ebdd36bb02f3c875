import CLinux
import Glibc

/// A listening socket, IPv4 or IPv6.
struct Listener: Sendable {
    let descriptor: Int32
    let port: UInt16

    /// - Throws: `HTTPServerError.unknownHost` or `.cannotListen`.
    init(host: String, port: UInt16, backlog: Int32) throws(HTTPServerError) {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let address = found else {
            throw .unknownHost(
                host: host, reason: gai_strerror(code).map { String(cString: $0) } ?? "no address")
        }
        defer { freeaddrinfo(found) }
        let info = address.pointee
        let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(info.ai_family, type, info.ai_protocol)
        guard descriptor >= 0 else {
            throw .cannotListen(host: host, port: port, reason: SystemError(errno).description)
        }
        var on: Int32 = 1
        var off: Int32 = 0
        // Only for addresses that wait for their last packets: two live listeners on one port stay impossible.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
        if info.ai_family == AF_INET6 {
            setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, 4)
        }
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let own = descriptor
        let isBound =
            bind(own, info.ai_addr, info.ai_addrlen) == 0 && listen(own, backlog) == 0
            && withUnsafeMutableBytes(of: &storage) {
                getsockname(own, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, &length) == 0
            }
        guard isBound else {
            let error = SystemError(errno)
            close(descriptor)
            throw .cannotListen(host: host, port: port, reason: error.description)
        }
        // The port is at the same place in both families.
        self.port = withUnsafeBytes(of: storage) {
            UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }
}
