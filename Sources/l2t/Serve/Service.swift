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
        let signals = StopSignals { _exit(1) }
        raiseDescriptorLimit()

        let engine = settings.engine
        let catalogue = try CatalogueSource(dataRoot: engine.dataRoot) { try engine.describe() }
        let directory = try StateDirectory(opening: settings.stateDirectory)
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
        let api = API(
            jobs: jobs, catalogue: catalogue, metrics: metrics, readiness: readiness, access: access,
            audit: AuditLog(path: directory.auditPath), logger: logger)
        let server = Server(configuration: serverConfiguration(api, requests), router: api.router)
        metrics.add { ProcessMetrics.families() }
        metrics.add { requests.families() }
        metrics.add { access.families() }
        metrics.add { [weak server] in server.map { ServerMetrics.families($0.statistics) } ?? [] }
        metrics.add { try JobMetrics(jobs).families() }

        // The port first: no job is touched where it is taken.
        let port = try server.start()
        do {
            try jobs.start()
        } catch {
            server.stop(grace: .zero)
            throw error
        }
        announce(port, isClosed: isClosed)

        signals.wait()
        logger.notice("stopping: running jobs save a checkpoint; a second signal ends the service at once")
        readiness.withdraw(because: "The service is stopping.")
        let running = DispatchGroup()
        DispatchQueue.global().async(group: running) { jobs.stop(grace: Self.grace) }
        server.stop(grace: Self.grace)
        running.wait()
        tokens.finishNoting()
        logger.notice("stopped")
    }

    private func makeJobs(_ directory: StateDirectory, _ store: SQLiteJobStore) -> JobService {
        var configuration = JobServiceConfiguration(
            stateDirectory: directory, engine: EngineLaunch(executable: settings.engine.path),
            dataRoot: settings.engine.dataRoot, slots: settings.slots, threads: settings.threads)
        configuration.queueLimits = QueueLimits(
            total: settings.queueLimit, perOwner: settings.queueLimitPerToken)
        configuration.minimumFreeSpace = settings.minimumFreeSpace
        configuration.webhooks.allowsPrivateAddresses = settings.allowsPrivateWebhooks
        return JobService(configuration: configuration, store: store, notice: JobLog(logger).write)
    }

    private func serverConfiguration(_ api: API, _ requests: RequestMetrics) -> ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.host = settings.host
        configuration.port = settings.port
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

    /// One line on standard output, for whoever started the service on any free port.
    private func announce(_ port: UInt16, isClosed: Bool) {
        print("listening on http://\(settings.hostInURL):\(port)")
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
