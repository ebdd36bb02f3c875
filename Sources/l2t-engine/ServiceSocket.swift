import Foundation

/// The connected socket to the service.
struct ServiceSocket {
    let descriptor: Int32

    /// Sends until all is sent: the kernel may take less at once. - Throws: `ChannelClosed`.
    func sendAll(_ bytes: Data) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                let sent = send(descriptor, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
                if sent < 0, errno == EINTR { continue }
                guard sent > 0 else { throw ChannelClosed(errno: errno) }
                rest = rest.dropFirst(sent)
            }
        }
    }
}
