import CLinux
import Glibc

/// An epoll instance: which descriptors became ready.
struct Poller: ~Copyable {
    struct Event {
        let token: UInt64
        let flags: UInt32

        var isReadable: Bool { flags & EPOLLIN.rawValue != 0 }
        var isWritable: Bool { flags & EPOLLOUT.rawValue != 0 }
        /// The peer has ended its half.
        var isHalfClosed: Bool { flags & EPOLLRDHUP.rawValue != 0 }
        /// Both halves are gone, or the connection is broken.
        var isBroken: Bool { flags & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
    }

    private let descriptor: Int32
    private var events = [epoll_event](repeating: epoll_event(), count: 512)

    init() throws(HTTPServerError) {
        descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard descriptor >= 0 else {
            throw .cannotStart(what: "an epoll instance", reason: SystemError(errno).description)
        }
    }

    deinit { close(descriptor) }

    /// Level-triggered: told of again until it is read.
    func addLevel(_ file: Int32, token: UInt64) -> Bool {
        add(file, token, EPOLLIN.rawValue)
    }

    /// Edge-triggered in both directions, so that it is registered once for its whole life.
    func addEdge(_ file: Int32, token: UInt64) -> Bool {
        add(file, token, EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | 1 << 31)
    }

    private func add(_ file: Int32, _ token: UInt64, _ flags: UInt32) -> Bool {
        var event = epoll_event(events: flags, data: epoll_data_t(u64: token))
        return epoll_ctl(descriptor, EPOLL_CTL_ADD, file, &event) == 0
    }

    func remove(_ file: Int32) {
        var event = epoll_event()
        _ = epoll_ctl(descriptor, EPOLL_CTL_DEL, file, &event)
    }

    /// Waits until something is ready or the deadline has come; `nil` for no deadline.
    mutating func wait(until deadline: Instant?, now: Instant) -> Int {
        var milliseconds: Int32 = -1
        if let deadline {
            // Rounded up: a wake-up before the deadline would only spin.
            let left = deadline <= now ? 0 : (deadline.nanoseconds - now.nanoseconds + 999_999) / 1_000_000
            milliseconds = Int32(min(left, 60_000))
        }
        return max(0, Int(epoll_wait(descriptor, &events, Int32(events.count), milliseconds)))
    }

    func event(_ index: Int) -> Event {
        Event(token: events[index].data.u64, flags: events[index].events)
    }
}
