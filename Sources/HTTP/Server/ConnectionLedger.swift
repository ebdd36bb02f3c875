import Synchronization

/// Counts connections, in total and per peer, and says whether one more is allowed.
final class ConnectionLedger: Sendable {
    private struct Counts {
        var total = 0
        var perPeer: [PeerAddress: Int] = [:]
    }

    private let counts = Mutex(Counts())
    private let maximum: Int
    private let maximumPerPeer: Int

    init(maximum: Int, maximumPerPeer: Int) {
        self.maximum = maximum
        self.maximumPerPeer = maximumPerPeer
    }

    var total: Int { counts.withLock(\.total) }

    /// Counts the connection; if it is one too many, does not, and says why.
    func admit(_ peer: PeerAddress) -> String? {
        counts.withLock { counts in
            guard counts.total < maximum else {
                return "There are \(counts.total) connections open; that many are allowed."
            }
            let own = counts.perPeer[peer, default: 0]
            guard own < maximumPerPeer else {
                return "There are \(own) connections open from \(peer); that many are allowed."
            }
            counts.total += 1
            counts.perPeer[peer] = own + 1
            return nil
        }
    }

    func release(_ peer: PeerAddress) {
        counts.withLock { counts in
            counts.total -= 1
            let own = counts.perPeer[peer, default: 1] - 1
            counts.perPeer[peer] = own > 0 ? own : nil
        }
    }
}
