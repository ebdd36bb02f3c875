/// An address as a connection is about to use it, and whether a stranger may have the service connect to it.
struct WebhookAddress: Sendable, Equatable {
    /// 4 of IPv4, 16 of IPv6.
    let bytes: [UInt8]

    /// Whether it is an address of the public internet. All that the IANA's special-purpose registries set apart is
    /// not: this machine, private and shared networks, link-local, multicast, documentation, and every form in which
    /// IPv6 carries an IPv4 address (mapped, NAT64, 6to4, Teredo).
    var isPublic: Bool {
        switch bytes.count {
        case 4: !Self.special4.contains(where: holds)
        case 16: Self.global6.holds(bytes) && !Self.special6.contains(where: holds)
        default: false
        }
    }

    private func holds(_ network: Network) -> Bool { network.holds(bytes) }

    private struct Network: Sendable {
        let start: [UInt8]
        let bits: Int

        init(_ start: [UInt8], _ bits: Int) {
            self.start = start
            self.bits = bits
        }

        func holds(_ address: [UInt8]) -> Bool {
            (0..<bits).allSatisfy { bit in
                func value(_ bytes: [UInt8]) -> UInt8 {
                    bit / 8 < bytes.count ? bytes[bit / 8] >> (7 - bit % 8) & 1 : 0
                }
                return value(start) == value(address)
            }
        }
    }

    private static let special4 = [
        Network([0], 8), Network([10], 8), Network([100, 64], 10), Network([127], 8),
        Network([169, 254], 16), Network([172, 16], 12), Network([192, 0, 0], 24), Network([192, 0, 2], 24),
        Network([192, 88, 99], 24), Network([192, 168], 16), Network([198, 18], 15),
        Network([198, 51, 100], 24), Network([203, 0, 113], 24), Network([224], 4), Network([240], 4),
    ]

    /// 2000::/3, all that was ever given out.
    private static let global6 = Network([0x20], 3)

    /// IETF protocols and Teredo, documentation (two), 6to4.
    private static let special6 = [
        Network([0x20, 0x01, 0x00], 23), Network([0x20, 0x01, 0x0d, 0xb8], 32),
        Network([0x3f, 0xff, 0x00], 20), Network([0x20, 0x02], 16),
    ]
}
