import Glibc
import Testing

@testable import HTTP

@Suite struct PeerAddressTests {
    private func address(_ text: String) -> PeerAddress {
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { bytes in
            if text.contains(":") {
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                inet_pton(AF_INET6, text, &address.sin6_addr)
                bytes.storeBytes(of: address, as: sockaddr_in6.self)
            } else {
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                inet_pton(AF_INET, text, &address.sin_addr)
                bytes.storeBytes(of: address, as: sockaddr_in.self)
            }
        }
        return PeerAddress(storage)
    }

    /// Whoever has an IPv6 network has as many addresses as there are limits to be evaded.
    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8::", "2001:db8::"),
        ("::ffff:192.0.2.7", "192.0.2.7"), ("fe80::1", "fe80::"), ("::1", "::1"),
    ]) func clientsAreToldApartByTheirNetwork(_ text: String, _ network: String) {
        #expect(address(text).network.description == network)
    }

    @Test func connectionsOfANetworkAreCountedTogether() {
        let ledger = ConnectionLedger(maximum: 10, maximumPerPeer: 2, maximumRefused: 1)
        #expect(ledger.admit(address("2001:db8:1:2::1")) == nil)
        #expect(ledger.admit(address("2001:db8:1:2:3:4:5:6")) == nil)
        #expect(
            ledger.admit(address("2001:db8:1:2::3"))
                == "There are 2 connections open from 2001:db8:1:2::; that many are allowed.")
        #expect(ledger.admit(address("2001:db8:1:3::1")) == nil)
        for last in 1...3 { #expect(ledger.admit(address("192.0.2.\(last)")) == nil) }
        #expect(ledger.total == 6)
        // Whichever of them ends, there is room for one more.
        ledger.release(address("2001:db8:1:2::1"))
        #expect(ledger.admit(address("2001:db8:1:2::4")) == nil)
        #expect(ledger.admit(address("2001:db8:1:2::1")) != nil)
    }

    @Test func refusalsAreCountedApart() {
        let ledger = ConnectionLedger(maximum: 1, maximumPerPeer: 1, maximumRefused: 2)
        #expect(ledger.admit(address("192.0.2.1")) == nil)
        #expect(ledger.admit(address("192.0.2.2")) != nil)
        #expect(ledger.beginRefusal() && ledger.beginRefusal())
        #expect(!ledger.beginRefusal())
        #expect(ledger.total == 1)
        ledger.endRefusal()
        #expect(ledger.beginRefusal())
    }
}
