import CLinux
import Glibc

/// Who is at the other end of a connection: the address without the port, so that it can be counted by.
package struct PeerAddress: Sendable, Hashable, CustomStringConvertible {
    /// Sixteen bytes in network order; IPv4 as `::ffff:a.b.c.d`.
    private let high: UInt64
    private let low: UInt64

    /// 127.0.0.1
    package static let loopback = PeerAddress(high: 0, low: 0x0000_FFFF_7F00_0001)

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(_ storage: sockaddr_storage) {
        self = withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET:
                let address = bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
                return PeerAddress(high: 0, low: 0x0000_FFFF_0000_0000 | UInt64(UInt32(bigEndian: address)))
            case AF_INET6:
                let high = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                let low = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
                return PeerAddress(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
            default:
                return PeerAddress(high: 0, low: 0)
            }
        }
    }

    package var isLoopback: Bool {
        high == 0 && (low == 1 || low >> 24 == 0x0000_FF_FF7F)
    }

    /// The /64 of an IPv6 address, which is one client's to use as it likes; an IPv4 address as it is.
    package var network: PeerAddress {
        high == 0 ? self : PeerAddress(high: high, low: 0)
    }

    package var description: String {
        if high == 0, low >> 32 == 0xFFFF {
            return [24, 16, 8, 0].map { String((low >> $0) & 0xFF) }.joined(separator: ".")
        }
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) { bytes in
            bytes.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        var text = [UInt8](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let length = text.count
        text.withUnsafeMutableBytes { buffer in
            _ = inet_ntop(
                AF_INET6, &address, buffer.bindMemory(to: CChar.self).baseAddress, socklen_t(length))
        }
        return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
}
