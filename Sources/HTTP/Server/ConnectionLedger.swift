import Synchronization

/// Counts connections, in total and per peer, and says whether one more is allowed. A peer is an IPv4 address or a
/// network of IPv6: whoever has one of these has more addresses than could be counted. Those that are too many are
/// counted apart, for as long as they are being told so.
final class ConnectionLedger: Sendable {
    private struct Counts {
        var total = 0
        var refused = 0
        var perPeer: [PeerAddress: Int] = [:]
    }

    private let counts = Mutex(Counts())
    private let maximum: Int
    private let maximumPerPeer: Int
    private let maximumRefused: Int

    init(maximum: Int, maximumPerPeer: Int, maximumRefused: Int) {
        self.maximum = maximum
        self.maximumPerPeer = maximumPerPeer
        self.maximumRefused = maximumRefused
    }

    var total: Int { counts.withLock(\.total) }

    /// Counts the connection; if it is one too many, does not, and says why.
    func admit(_ peer: PeerAddress) -> String? {
        let network = peer.network
        return counts.withLock { counts in
            guard counts.total < maximum else {
                return "There are \(counts.total) connections open; that many are allowed."
            }
            let own = counts.perPeer[network, default: 0]
            guard own < maximumPerPeer else {
                return "There are \(own) connections open from \(network); that many are allowed."
            }
            counts.total += 1
            counts.perPeer[network] = own + 1
            return nil
        }
    }

    func release(_ peer: PeerAddress) {
        let network = peer.network
        counts.withLock { counts in
            counts.total -= 1
            let own = counts.perPeer[network, default: 1] - 1
            counts.perPeer[network] = own > 0 ? own : nil
        }
    }

    /// Counts a connection that is told that it is one too many, unless too many are being told so.
    func beginRefusal() -> Bool {
        counts.withLock { counts in
            guard counts.refused < maximumRefused else { return false }
            counts.refused += 1
            return true
        }
    }

    func endRefusal() { counts.withLock { $0.refused -= 1 } }
}
