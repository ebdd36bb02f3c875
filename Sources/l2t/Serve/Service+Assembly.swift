import HTTP
import HTTPAPI
import Jobs
import Logging

extension Service {
    struct Parts: Sendable {
        let jobs: JobService
        let tokens: TokenRegistry
        let readiness: Readiness
        let server: Server
        /// On the second port, where there is one.
        let probes: Server?
        /// Whether every request to the API needs a token.
        let isClosed: Bool
    }

    /// Opens the state directory and puts the parts together; none of them has begun.
    func assemble() throws -> Parts {
        let directory = try StateDirectory(opening: settings.stateDirectory)
        let catalogue = try makeCatalogue(directory)
        let store = try SQLiteJobStore(path: directory.databasePath)
        let tokens = try TokenRegistry(store)
        let access = AccessControl(
            tokens: tokens, requiresTokens: settings.requiresTokens, isLoopback: settings.isLoopback,
            requestsPerMinute: settings.rateLimit)
        let isClosed = try access.isClosed()
        guard isClosed || settings.isLoopback || settings.isInsecure else {
            throw CommandError.hostNotLocal(settings.host)
        }
        let jobs = makeJobs(directory, store)
        let readiness = Readiness()
        let metrics = MetricsRegistry()
        let requests = RequestMetrics()
        let audit = AuditLog(path: directory.auditPath)
        let servers = makeServers(requests) { operations in
            API(
                jobs: jobs, catalogue: catalogue, metrics: metrics, readiness: readiness, access: access,
                audit: audit, logger: logger, operations: operations)
        }
        registerMetrics(metrics, requests, access, servers.main, jobs)
        return Parts(
            jobs: jobs, tokens: tokens, readiness: readiness, server: servers.main, probes: servers.probes,
            isClosed: isClosed)
    }

    private func makeCatalogue(_ directory: StateDirectory) throws -> CatalogueSource {
        let engine = settings.engine
        let uploads = directory.datasetsPath
        return try CatalogueSource(dataRoot: engine.dataRoot, uploads: uploads) {
            try engine.describe(uploads: uploads)
        }
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

    /// - Parameter api: what answers these operations.
    private func makeServers(
        _ requests: RequestMetrics, _ api: ([HTTPAPI.Operation]) -> API
    ) -> (main: Server, probes: Server?) {
        let main = api(settings.probes == nil ? HTTPAPI.Operation.all : HTTPAPI.Operation.withoutProbes)
        let server = Server(configuration: serverConfiguration(main, requests), router: main.router)
        let probes = settings.probes.map { address in
            let watching = api(HTTPAPI.Operation.probes)
            return Server(
                configuration: probeConfiguration(address, watching, requests), router: watching.router)
        }
        return (server, probes)
    }

    private func registerMetrics(
        _ metrics: MetricsRegistry, _ requests: RequestMetrics, _ access: AccessControl, _ server: Server,
        _ jobs: JobService
    ) {
        metrics.add { ProcessMetrics.families() }
        metrics.add { requests.families() }
        metrics.add { access.families() }
        metrics.add { [weak server] in server.map { ServerMetrics.families($0.statistics) } ?? [] }
        metrics.add { try JobMetrics(jobs).families() }
        if let tls = settings.tls { metrics.add { CertificateMetrics.families(expiry: tls.expiry) } }
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
}
