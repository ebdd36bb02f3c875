import Dispatch
import Foundation
import HTTP
import HTTPAPI
import Jobs
import Logging

/// The parts of the service, put together; started and stopped in the order that is written here.
struct Service {
    /// How long requests, streams and running jobs have to end in good order.
    static let grace: Duration = .seconds(30)

    private let settings: ServeSettings
    private let logger = Logger(label: "l2t")

    init(_ settings: ServeSettings) {
        self.settings = settings
    }

    /// Returns when the service was told to stop and has stopped.
    func run() throws {
        raiseDescriptorLimit()
        // Said first: with too few, whatever opens a file next would fail in words of its own.
        _ = try Server.openFileLimit()
        let signals = StopSignals { _exit(1) }

        let engine = settings.engine
        let directory = try StateDirectory(opening: settings.stateDirectory)
        let uploads = directory.datasetsPath
        let catalogue = try CatalogueSource(dataRoot: engine.dataRoot, uploads: uploads) {
            try engine.describe(uploads: uploads)
        }
        let store = try SQLiteJobStore(path: directory.databasePath)
        let tokens = try TokenRegistry(store)
        let access = AccessControl(
            tokens: tokens, requiresTokens: settings.requiresTokens, requestsPerMinute: settings.rateLimit)
        let isClosed = try access.isClosed()
        guard isClosed || settings.isLoopback || settings.isInsecure else {
            throw CommandError.hostNotLocal(settings.host)
        }
        let jobs = makeJobs(directory, store)
        let readiness = Readiness()
        let metrics = MetricsRegistry()
        let requests = RequestMetrics()
        let audit = AuditLog(path: directory.auditPath)
        let api = { (operations: [HTTPAPI.Operation]) in
            API(
                jobs: jobs, catalogue: catalogue, metrics: metrics, readiness: readiness, access: access,
                audit: audit, logger: logger, operations: operations)
        }
        let main = api(settings.probes == nil ? HTTPAPI.Operation.all : HTTPAPI.Operation.withoutProbes)
        let server = Server(configuration: serverConfiguration(main, requests), router: main.router)
        let probes = settings.probes.map { address in
            let watching = api(HTTPAPI.Operation.probes)
            return Server(
                configuration: probeConfiguration(address, watching, requests), router: watching.router)
        }
        metrics.add { ProcessMetrics.families() }
        metrics.add { requests.families() }
        metrics.add { access.families() }
        metrics.add { [weak server] in server.map { ServerMetrics.families($0.statistics) } ?? [] }
        metrics.add { try JobMetrics(jobs).families() }
        if let tls = settings.tls { metrics.add { CertificateMetrics.families(expiry: tls.expiry) } }

        // The ports first: no job is touched where one is taken.
        let ports: (service: UInt16, probes: UInt16?)
        do {
            ports = (try server.start(), try probes?.start())
            try jobs.start()
        } catch {
            server.stop(grace: .zero)
            probes?.stop(grace: .zero)
            throw error
        }
        let reload = ReloadSignal { readCertificate() }
        announce(ports.service, probes: ports.probes, isClosed: isClosed)

        withExtendedLifetime(reload) { signals.wait() }
        logger.notice("stopping: running jobs save a checkpoint; a second signal ends the service at once")
        readiness.withdraw(because: "The service is stopping.")
        let running = DispatchGroup()
        DispatchQueue.global().async(group: running) { jobs.stop(grace: Self.grace) }
        server.stop(grace: Self.grace)
        running.wait()
        tokens.finishNoting()
        // Until now they told that the service stops.
        probes?.stop(grace: .zero)
        logger.notice("stopped")
    }

    private func makeJobs(_ directory: StateDirectory, _ store: SQLiteJobStore) -> JobService {
        var configuration = JobServiceConfiguration(
            stateDirectory: directory, engine: EngineLaunch(executable: settings.engine.path),
            dataRoot: settings.engine.dataRoot, slots: settings.slots, threads: settings.threads)
        configuration.queueLimits = QueueLimits(
            total: settings.queueLimit, perOwner: settings.queueLimitPerToken)
        configuration.controlGroups = "/sys/fs/cgroup"
        configuration.minimumFreeSpace = settings.minimumFreeSpace
        configuration.webhooks.allowsPrivateAddresses = settings.allowsPrivateWebhooks
        configuration.webhooks.authorities = settings.webhookAuthorities
        configuration.allowsTorchScript = settings.allowsTorchScript
        configuration.uploads.bytes = settings.maxUploadMb << 20
        configuration.uploads.reserve = settings.diskReserveMb << 20
        return JobService(configuration: configuration, store: store, notice: JobLog(logger).write)
    }

    private func serverConfiguration(_ api: API, _ requests: RequestMetrics) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.host = settings.host
        configuration.port = settings.port
        configuration.tls = settings.tls
        configuration.maxConnections = settings.maxConnections
        configuration.maxConnectionsPerPeer = settings.maxConnectionsPerPeer
        configuration.errorResponse = { status, detail in
            Problem(status: status, detail: detail).response(path: nil)
        }
        configuration.refuseBody = api.refuseBody
        configuration.onCompletion = requests.record
        configuration.onEvent = ServerLog(logger).write
        return configuration
    }

    /// Few clients ask here, and they must be answered when the others keep all of the first server busy.
    private func probeConfiguration(
        _ address: ListenAddress, _ api: API, _ requests: RequestMetrics
    ) -> ServerConfiguration {
        var configuration = serverConfiguration(api, requests)
        configuration.host = address.host
        configuration.port = address.port
        configuration.tls = nil
        configuration.loops = 1
        configuration.handlerWidth = 2
        configuration.maxConnections = 64
        return configuration
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
