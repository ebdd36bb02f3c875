import Foundation
import Testing

@testable import Jobs

@Suite struct WebhookAddressTests {
    private func address(_ text: String) throws -> WebhookAddress {
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            return WebhookAddress(bytes: withUnsafeBytes(of: v4) { Array($0) })
        }
        var v6 = in6_addr()
        try #require(inet_pton(AF_INET6, text, &v6) == 1, "\(text)")
        return WebhookAddress(bytes: withUnsafeBytes(of: v6) { Array($0) })
    }

    @Test(arguments: [
        // This machine, "this network", private, shared (CGNAT), link-local with the clouds' metadata.
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "100.64.0.1", "100.127.255.255", "169.254.169.254",
        // Protocol assignments, documentation, benchmarks, 6to4 relays, multicast, reserved, broadcast.
        "192.0.0.8", "192.0.2.1", "198.51.100.7", "203.0.113.9", "198.18.0.1", "198.19.255.255",
        "192.88.99.1",
        "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "3fff::1",
        // IPv4 inside IPv6: mapped, compatible, NAT64 (two), Teredo, 6to4.
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808",
        "64:ff9b:1::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2002:7f00:1::", "2002:808:808::1",
        "100::1", "5f00::1",
    ]) func whatIsNotThePublicInternetIsRefused(_ text: String) throws {
        #expect(!(try address(text).isPublic))
    }

    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1",
        "126.255.255.255",
        "128.0.0.1", "169.253.255.255", "192.0.1.1", "198.17.255.255", "198.20.0.1", "223.255.255.255",
        "2606:4700:4700::1111", "2001:4860:4860::8888", "2a00:1450:4001:830::200e", "2001:200::1",
    ]) func thePublicInternetIsNot(_ text: String) throws {
        #expect(try address(text).isPublic)
    }

    @Test func whatIsNoAddressIsRefused() {
        for count in [0, 3, 5, 15, 17] {
            #expect(!WebhookAddress(bytes: [UInt8](repeating: 0x22, count: count)).isPublic)
        }
    }
}
