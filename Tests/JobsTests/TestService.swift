import Foundation
import ServiceTestSupport
import Specification
import Synchronization
import Testing

@testable import Jobs

/// A service whose engine is the double, with time-outs that a test can wait for.
final class TestService: Sendable {
    let folder: TestFolder
    let store: SQLiteJobStore
    let service: JobService
    private let noticed = Mutex<[JobNotice]>([])
    private let stateDirectory: StateDirectory

    init(
        in folder: TestFolder = TestFolder(), arguments: [String] = ["work"],
        executable: String = FakeEngine.path,
        wrapping: (any JobStore) -> any JobStore = { $0 },
        configure: (inout JobServiceConfiguration) -> Void = { _ in }
    ) throws {
        self.folder = folder
        stateDirectory = try StateDirectory(opening: folder.path + "/state")
        store = try SQLiteJobStore(path: stateDirectory.databasePath)
        var configuration = JobServiceConfiguration(
            stateDirectory: stateDirectory, engine: EngineLaunch(executable: executable, arguments: arguments)
        )
        configuration.backOff = { _ in 0.01 }
        configuration.pollInterval = 0.02
        configure(&configuration)
        let box = NoticeBox()
        service = JobService(configuration: configuration, store: wrapping(store)) { box.take($0) }
        box.service = self
    }

    private final class NoticeBox: Sendable {
        private let holder = Mutex<Weak?>(nil)

        var service: TestService? {
            get { holder.withLock { $0?.service } }
            set { holder.withLock { $0 = newValue.map { Weak(service: $0) } } }
        }

        func take(_ notice: JobNotice) {
            service?.noticed.withLock { $0.append(notice) }
        }
    }

    private struct Weak: Sendable {
        weak let service: TestService?
    }

    var notices: [JobNotice] { noticed.withLock { $0 } }

    var pids: [Int32] {
        notices.compactMap { if case .engineSpawned(let pid) = $0 { pid } else { nil } }
    }

    func releaseStateDirectory() { stateDirectory.release() }

    func path(_ job: Job, _ name: String) -> String { "\(stateDirectory.jobPath(job.id))/\(name)" }

    func submit(
        epochs: Int = 3, _ metadata: [String: String] = [:], maxAttempts: Int = 3, maxSeconds: Double = 3600,
        maxMemoryMb: Int = 4096
    ) throws -> Job {
        try service.submit(
            .make(
                epochs: epochs, metadata: metadata, maxAttempts: maxAttempts, maxSeconds: maxSeconds,
                maxMemoryMb: maxMemoryMb))
    }

    /// Waits for a committed change after which `condition` holds.
    @discardableResult
    func wait(
        for id: String, seconds: Double = 60, sourceLocation: SourceLocation = #_sourceLocation,
        until condition: (Job) -> Bool
    ) async throws -> Job {
        let (changes, continuation) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let observation = service.observe(id) { continuation.yield() }
        defer { observation.cancel() }
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { continuation.finish() }
        continuation.yield()
        for await _ in changes {
            let job = try service.job(id)
            if condition(job) { return job }
        }
        let job = try service.job(id)
        Issue.record("the job is \(job.state), attempts \(job.attempts)", sourceLocation: sourceLocation)
        return job
    }

    func end(of job: Job, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Job {
        try await wait(for: job.id, sourceLocation: sourceLocation) { $0.state.isTerminal }
    }

    /// Starts, runs `body`, and leaves no process behind.
    func run(_ body: (TestService) async throws -> Void) async throws {
        try service.start()
        defer { service.stop(grace: .seconds(5)) }
        try await body(self)
    }

    func types(_ job: Job) throws -> [JobEvent.Kind] {
        try service.events(job.id, after: 0, limit: 10_000).map(\.type)
    }
}
