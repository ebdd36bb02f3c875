import Foundation
import HTTP
import Jobs
import Logging
import ServiceTestSupport
import Specification
import Synchronization

@testable import HTTPAPI

/// The whole service on a free port, with the engine's double and a store on disk. All that it began ends with it.
final class TestService: Sendable {
    let jobs: JobService
    let readiness = Readiness()
    let port: UInt16
    let folder: String
    let tokens: TokenRegistry
    let access: AccessControl
    let server: Server
    let store: SQLiteJobStore
    private let directory: StateDirectory

    /// - Parameters: `works`: false leaves every job queued.
    init(
        works: Bool = true, queueLimit: Int = 1000, queueLimitPerOwner: Int = 100, rateLimit: Int = 1_000_000,
        requiresTokens: Bool = false, predictions: PredictionLimits = PredictionLimits(),
        describe: CatalogueSource.Describe? = nil,
        configure: (inout JobServiceConfiguration) -> Void = { _ in },
        serving: (inout ServerConfiguration) -> Void = { _ in }
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "l2t-\(UUID().uuidString)").path()
        directory = try StateDirectory(opening: folder)
        var configuration = JobServiceConfiguration(
            stateDirectory: directory, engine: EngineLaunch(executable: FakeEngine.path))
        configuration.queueLimits = QueueLimits(total: queueLimit, perOwner: queueLimitPerOwner)
        configuration.predictions = predictions
        configuration.allowsTorchScript = true
        configure(&configuration)
        store = try SQLiteJobStore(path: directory.databasePath)
        let jobs = JobService(configuration: configuration, store: store)
        self.jobs = jobs
        tokens = try TokenRegistry(store)
        access = AccessControl(
            tokens: tokens, requiresTokens: requiresTokens, requestsPerMinute: rateLimit)
        let uploads = directory.datasetsPath
        let metrics = MetricsRegistry()
        let requests = RequestMetrics()
        metrics.add { ProcessMetrics.families() }
        metrics.add { requests.families() }
        metrics.add { [access] in access.families() }
        metrics.add { try JobMetrics(jobs).families() }
        let api = API(
            jobs: jobs,
            catalogue: try CatalogueSource(
                dataRoot: folder, uploads: uploads, describe: describe ?? { .make(uploads: uploads) }),
            metrics: metrics,
            readiness: readiness, access: access, audit: AuditLog(path: directory.auditPath),
            logger: Logger(label: "test"))
        var serverConfiguration = ServerConfiguration()
        serverConfiguration.port = 0
        serverConfiguration.maxConnectionsPerPeer = 512
        serverConfiguration.errorResponse = { Problem(status: $0, detail: $1).response(path: nil) }
        serverConfiguration.refuseBody = api.refuseBody
        serverConfiguration.onCompletion = requests.record
        serving(&serverConfiguration)
        server = Server(configuration: serverConfiguration, router: api.router)
        port = try server.start()
        if works { try jobs.start() }
    }

    deinit {
        server.stop(grace: .zero)
        jobs.stop(grace: .seconds(5))
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Makes a token while the service runs. - Returns: its text.
    func token(
        _ name: String, owner: String? = nil, _ scope: TokenScope, expiresAt: Date? = nil
    ) throws -> String {
        let secret = TokenSecret()
        let created = min(Date(), expiresAt.map { $0 - 60 } ?? .distantFuture)
        try TokenStore(stateDirectory: folder).create(
            AccessToken(
                id: secret.id, name: name, owner: owner ?? name, scope: scope, createdAt: created,
                expiresAt: expiresAt), secret: secret)
        return secret.text
    }

    /// One request with a token, or without any.
    func ask(
        _ method: String, _ target: String, as token: String?, _ fields: [String: String] = [:],
        body: [UInt8]? = nil
    ) throws -> Reply {
        let client = try Client(port: port)
        let authorization = token.map { ["Authorization": "Bearer \($0)"] } ?? [:]
        try client.send(method, target, fields.merging(authorization) { $1 }, bytes: body)
        return try client.reply(isHead: method == "HEAD")
    }

    /// Submits a job with a token. - Returns: its id.
    func submit(as token: String, epochs: Int = 3, _ metadata: [String: String] = [:]) throws -> String {
        let document = JSONValue.object([
            "task": .string("classification"), "metadata": .object(metadata.mapValues { .string($0) }),
            "training": .object(["epochs": .integer(epochs)]),
        ])
        let reply = try ask(
            "POST", "/v1/jobs", as: token, ["Content-Type": "application/json"],
            body: Array(try JSONCoding.encode(document)))
        return try reply.decode(Job.self).id
    }

    /// One request on a connection of its own.
    func ask(
        _ method: String, _ target: String, _ fields: [String: String] = [:], body: String? = nil
    ) throws -> Reply {
        let client = try Client(port: port)
        try client.send(method, target, fields, body: body)
        return try client.reply(isHead: method == "HEAD")
    }

    /// Posts bytes.
    func post(_ bytes: [UInt8], to target: String, _ fields: [String: String]) throws -> Reply {
        let client = try Client(port: port)
        try client.send("POST", target, fields, bytes: bytes)
        return try client.reply()
    }

    func get(_ target: String, _ fields: [String: String] = [:]) throws -> Reply {
        try ask("GET", target, fields)
    }

    func post(_ body: String, to target: String = "/v1/jobs") throws -> Reply {
        try ask("POST", target, ["Content-Type": "application/json"], body: body)
    }

    /// Submits a job for the double. - Returns: its id.
    func submit(
        epochs: Int = 3, _ metadata: [String: String] = [:], task: TaskKind = .classification
    ) throws -> String {
        let document = JSONValue.object([
            "task": .string(task.rawValue), "metadata": .object(metadata.mapValues { .string($0) }),
            "training": .object(["epochs": .integer(epochs)]),
        ])
        return try post(String(decoding: try JSONCoding.encode(document), as: UTF8.self)).decode(Job.self).id
    }

    /// Submits a job and follows it to its end.
    func finished(
        epochs: Int = 3, _ metadata: [String: String] = [:], task: TaskKind = .classification
    ) throws -> (id: String, events: [JobEvent]) {
        let id = try submit(epochs: epochs, metadata, task: task)
        return (id, try get("/v1/jobs/\(id)/events").events())
    }
}
