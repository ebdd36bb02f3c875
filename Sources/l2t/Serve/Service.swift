import Dispatch
import Foundation
import HTTP
import HTTPAPI
import Jobs
import Logging

/// The service: its parts are started and stopped in the order that is written here.
struct Service {
    /// How long requests, streams and running jobs have to end in good order.
    static let grace: Duration = .seconds(30)

    let settings: ServeSettings
    let logger = Logger(label: "l2t")

    init(_ settings: ServeSettings) {
        self.settings = settings
    }

    /// Returns when the service was told to stop and has stopped.
    func run() throws {
        raiseDescriptorLimit()
        // Said first: with too few, whatever opens a file next would fail in words of its own.
        _ = try Server.openFileLimit()
        let signals = StopSignals { _exit(1) }
        let parts = try assemble()
        let ports = try start(parts)
        let reload = ReloadSignal { readCertificate() }
        announce(ports.service, probes: ports.probes, isClosed: parts.isClosed)
        withExtendedLifetime(reload) { signals.wait() }
        // A second signal is heard until the end.
        withExtendedLifetime(signals) { stop(parts) }
    }

    /// The ports first: no job is touched where one is taken.
    private func start(_ parts: Parts) throws -> (service: UInt16, probes: UInt16?) {
        do {
            let ports = (try parts.server.start(), try parts.probes?.start())
            try parts.jobs.start()
            return ports
        } catch {
            parts.server.stop(grace: .zero)
            parts.probes?.stop(grace: .zero)
            throw error
        }
    }

    private func stop(_ parts: Parts) {
        logger.notice("stopping: running jobs save a checkpoint; a second signal ends the service at once")
        parts.readiness.withdraw(because: "The service is stopping.")
        let running = DispatchGroup()
        DispatchQueue.global().async(group: running) { parts.jobs.stop(grace: Self.grace) }
        parts.server.stop(grace: Self.grace)
        running.wait()
        parts.tokens.finishNoting()
        // Until now they told that the service stops.
        parts.probes?.stop(grace: .zero)
        logger.notice("stopped")
    }

    /// What SIGHUP asks for.
    private func readCertificate() {
        guard let tls = settings.tls else {
            logger.notice("SIGHUP: there is no certificate to read anew")
            return
        }
        do {
            try tls.reload()
            logger.notice("the TLS certificate and its key were read anew; new connections use them")
        } catch {
            logger.error("\(error) What was read before stays in use.")
        }
    }

    /// A line on standard output for each port, for whoever started the service on any free one.
    private func announce(_ port: UInt16, probes: UInt16?, isClosed: Bool) {
        let address = ListenAddress(host: settings.host, port: settings.port)
        print("listening on \(address.url(settings.tls == nil ? "http" : "https", port: port))")
        if let probes, let address = settings.probes {
            print("probes on \(address.url("http", port: probes))")
        }
        fflush(nil)
        if isClosed {
            logger.info("every request to the API needs a token; the command 'l2t token create' makes one")
        } else if settings.isLoopback {
            logger.info(
                "there is no token, so that every program of this machine may submit and delete jobs")
        } else {
            logger.warning(
                "anybody who reaches \(settings.host) may submit and delete jobs: there is no token")
        }
    }

    private func raiseDescriptorLimit() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }
}
