import CLinux
import Glibc

/// Takes new connections and hands them out to the loops in turn. No failure of `accept` ends it: when the process
/// has no descriptor left, a spare one is given up to take the waiting client off the queue and hang up on it.
struct Acceptor {
    enum Outcome {
        case goesOn
        /// Nothing can be accepted for the moment; try again later.
        case pauses(SystemError)
    }

    static let pause: Duration = .milliseconds(100)
    private static let maximumPerTurn = 64

    let descriptor: Int32
    private let shared: ServerShared
    private let mailboxes: [Mailbox]
    private var turn = 0
    private var spare: Int32

    init(listener: Listener, shared: ServerShared, mailboxes: [Mailbox]) {
        descriptor = listener.descriptor
        self.shared = shared
        self.mailboxes = mailboxes
        spare = Self.openSpare()
    }

    private static func openSpare() -> Int32 { open("/dev/null", O_RDONLY | O_CLOEXEC) }

    mutating func acceptAll(statistics: inout ServerStatistics) -> Outcome {
        for _ in 0..<Self.maximumPerTurn {
            var address = sockaddr_storage()
            let accepted = clinux_accept(descriptor, &address)
            if accepted >= 0 {
                hand(accepted, PeerAddress(address), &statistics)
                continue
            }
            let error = SystemError(errno)
            switch error.code {
            case EAGAIN:
                return .goesOn
            case EMFILE, ENFILE:
                guard hangUpOnOne(&statistics) else { return .pauses(error) }
                shared.configuration.onEvent?(.acceptFailed(reason: error.description))
            case ENOBUFS, ENOMEM, EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP:
                return .pauses(error)
            default:
                // ECONNABORTED, EINTR, and the network errors that Linux passes on from the new connection.
                continue
            }
        }
        return .goesOn
    }

    private mutating func hand(_ accepted: Int32, _ peer: PeerAddress, _ statistics: inout ServerStatistics) {
        let mailbox = mailboxes[turn % mailboxes.count]
        turn &+= 1
        if let detail = shared.ledger.admit(peer) {
            statistics.connectionsRefused += 1
            shared.configuration.onEvent?(.connectionRefused(peer: peer, detail: detail))
            guard shared.ledger.beginRefusal() else {
                close(accepted)
                return
            }
            mailbox.post(
                .refuse(descriptor: accepted, peer: peer, detail: detail, ledger: shared.ledger))
            return
        }
        statistics.connectionsAccepted += 1
        var on: Int32 = 1
        setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
        if var size = shared.configuration.sendBuffer {
            setsockopt(accepted, SOL_SOCKET, SO_SNDBUF, &size, 4)
        }
        mailbox.post(.adopt(descriptor: accepted, peer: peer, ledger: shared.ledger))
    }

    private mutating func hangUpOnOne(_ statistics: inout ServerStatistics) -> Bool {
        guard spare >= 0 else {
            spare = Self.openSpare()
            return spare >= 0
        }
        close(spare)
        var address = sockaddr_storage()
        let accepted = clinux_accept(descriptor, &address)
        if accepted >= 0 {
            close(accepted)
            statistics.connectionsRefused += 1
        }
        spare = Self.openSpare()
        return accepted >= 0
    }

    func end() {
        close(descriptor)
        if spare >= 0 { close(spare) }
    }
}
