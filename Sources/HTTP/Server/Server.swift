import Dispatch
import Glibc
import HTTPTypes
import Synchronization

/// An HTTP/1.1 server: one epoll loop per core, handlers on a bounded Dispatch pool.
///
/// ```swift
/// let server = Server(configuration: configuration, router: Router(routes))
/// let port = try server.start()
/// // ... until the program is told to end:
/// server.stop(grace: .seconds(30))
/// ```
package final class Server: Sendable {
    private struct State {
        var mailboxes: [Mailbox] = []
        var shared: ServerShared?
        var isStarted = false
    }

    private let configuration: ServerConfiguration
    private let router: Router
    private let state = Mutex(State())
    private let running = DispatchGroup()

    package init(configuration: ServerConfiguration, router: Router) {
        self.configuration = configuration
        self.router = router
    }

    /// Listens and serves, on threads of its own.
    /// - Returns: the port, which the system has chosen if the configured one is 0.
    /// - Throws: `HTTPServerError`.
    package func start() throws(HTTPServerError) -> UInt16 {
        let isFirst = state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted
        }
        guard isFirst else { throw .alreadyStarted }
        let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        let loops = max(1, configuration.loops ?? cores)
        let files = try Self.openFileLimit()
        let budget = DescriptorBudget(openFiles: files, loops: loops)
        let maximum = connectionLimit(budget, openFiles: files)
        let shared = ServerShared(
            configuration: configuration, router: router, maxConnections: maximum,
            maxRefused: budget.refused, cores: cores)
        var mailboxes: [Mailbox] = []
        for _ in 0..<loops { mailboxes.append(try Mailbox()) }
        let listener = try Listener(
            host: configuration.host, port: configuration.port, backlog: configuration.backlog)
        do {
            try startLoops(listener, mailboxes, shared)
        } catch {
            // The first loop would have closed it.
            close(listener.descriptor)
            for mailbox in mailboxes { mailbox.post(.stop) }
            throw error
        }
        let started = mailboxes
        state.withLock { state in
            state.mailboxes = started
            state.shared = shared
        }
        configuration.onEvent?(
            .listening(host: configuration.host, port: listener.port, connections: maximum))
        return listener.port
    }

    private func startLoops(
        _ listener: Listener, _ mailboxes: [Mailbox], _ shared: ServerShared
    ) throws(HTTPServerError) {
        var loops: [EventLoop] = []
        for (index, mailbox) in mailboxes.enumerated() {
            let acceptor =
                index == 0 ? Acceptor(listener: listener, shared: shared, mailboxes: mailboxes) : nil
            loops.append(try EventLoop(shared: shared, mailbox: mailbox, acceptor: acceptor))
        }
        // The one that accepts comes last: nothing is accepted unless all run.
        for loop in loops.reversed() {
            running.enter()
            do {
                try LoopThread.start { [running] in
                    loop.run()
                    running.leave()
                }
            } catch {
                running.leave()
                throw error
            }
        }
    }

    /// Takes nothing new, lets requests and streams end for as long as `grace`, then cuts what is left. Returns when
    /// every connection is closed. Must not be called from a handler.
    package func stop(grace: Duration) {
        let mailboxes = state.withLock { state in
            defer { state.mailboxes = [] }
            return state.mailboxes
        }
        guard !mailboxes.isEmpty else { return }
        for mailbox in mailboxes { mailbox.post(.stop) }
        let seconds = Double(grace.components.seconds) + Double(grace.components.attoseconds) / 1e18
        if running.wait(timeout: .now() + seconds) == .timedOut {
            for mailbox in mailboxes { mailbox.post(.cut) }
            running.wait()
        }
        configuration.onEvent?(.stopped)
    }

    package var statistics: ServerStatistics {
        state.withLock { $0.shared }?.statistics ?? ServerStatistics()
    }

    /// Fewer open files leave no room for a program's own beside its connections.
    private static let fewestOpenFiles = 64

    /// RLIMIT_NOFILE. - Throws: `.tooFewDescriptors` where no server could work under it.
    package static func openFileLimit() throws(HTTPServerError) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
        let files = Int(clamping: limit.rlim_cur)
        guard files >= fewestOpenFiles else {
            throw .tooFewDescriptors(limit: files, needed: fewestOpenFiles)
        }
        return files
    }

    /// The configured number of connections, or what fits under RLIMIT_NOFILE.
    private func connectionLimit(_ budget: DescriptorBudget, openFiles: Int) -> Int {
        let wanted = configuration.maxConnections
        guard budget.connections < wanted else { return wanted }
        configuration.onEvent?(
            .connectionLimitLowered(from: wanted, to: budget.connections, openFiles: openFiles))
        return budget.connections
    }
}
