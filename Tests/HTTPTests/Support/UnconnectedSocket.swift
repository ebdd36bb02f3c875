import CLinux
import Glibc

/// A descriptor that is taken now and connected later.
final class UnconnectedSocket {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)

    func connect(to port: UInt16) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        } == 0
    }

    func close() { Glibc.close(descriptor) }
}
