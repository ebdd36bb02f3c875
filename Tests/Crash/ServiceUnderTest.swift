import Foundation
import Synchronization

/// One `l2t serve` after another on the same state directory.
final class ServiceUnderTest {
    /// The service ended before it listened.
    struct EndedEarly: Error {
        /// Exit code, or the negative number of the signal.
        var code: Int32
        var said: String
    }

    let programs: Programs
    let state: String
    private let log: String
    private let arguments: [String]
    /// All processes of a run carry it in their environment.
    private let mark = UUID().uuidString
    private static let variable = "L2T_CRASH_RUN"
    private var process: Process?
    private var ended = DispatchSemaphore(value: 0)
    private(set) var client = ServiceClient(address: "")
    private(set) var starts = 0

    init(_ programs: Programs, folder: String, slots: Int = 3) {
        self.programs = programs
        state = folder + "/state"
        log = folder + "/service.log"
        arguments = [
            "serve", "--port", "0", "--state-dir", state, "--engine", programs.engine, "--slots",
            String(slots),
            "--threads", "1", "--log-level", "notice",
        ]
    }

    deinit { kill() }

    /// Starts the program without waiting for it. - Returns: where it will say that it listens.
    private func launch(_ environment: [String: String]) throws -> Pipe {
        let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw ServiceClient.Failure(description: "\(log) cannot be written to.")
        }
        let errors = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        let process = Process()
        let output = Pipe()
        let ended = DispatchSemaphore(value: 0)
        process.executableURL = URL(filePath: programs.service)
        process.arguments = arguments
        // One MiB, because a test's disk is small.
        process.environment = ProcessInfo.processInfo.environment
            .merging([Self.variable: mark, "L2T_MIN_FREE_MB": "1"]) { $1 }.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = errors
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        try errors.close()
        self.process = process
        self.ended = ended
        starts += 1
        return output
    }

    /// Starts the service and waits until it listens. - Throws: `EndedEarly`.
    func start(environment: [String: String] = [:]) throws {
        let before = (try? Data(contentsOf: URL(filePath: log)).count) ?? 0
        let output = try launch(environment)
        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else {
                let said = (try? Data(contentsOf: URL(filePath: log)).dropFirst(before)) ?? Data()
                throw EndedEarly(code: waitForEnd() ?? 0, said: String(decoding: said, as: UTF8.self))
            }
            text += String(decoding: data, as: UTF8.self)
        }
        client = ServiceClient(address: String(text.split(whereSeparator: \.isWhitespace).last ?? ""))
    }

    /// Starts the service and kills it after a while, wherever it is then.
    func startAndKill(after seconds: Double) throws {
        _ = try launch([:])
        Thread.sleep(forTimeInterval: seconds)
        kill()
    }

    var isRunning: Bool { process?.isRunning == true }

    /// - Returns: exit code, or the negative number of the signal; nil where none runs.
    @discardableResult
    func waitForEnd() -> Int32? {
        guard let process else { return nil }
        ended.wait()
        self.process = nil
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// - Returns: as ``waitForEnd()``.
    @discardableResult
    func stop() -> Int32? {
        guard let process else { return nil }
        Foundation.kill(process.processIdentifier, SIGTERM)
        return waitForEnd()
    }

    /// - Returns: whether it ran until now.
    @discardableResult
    func kill() -> Bool {
        guard let process else { return false }
        Foundation.kill(process.processIdentifier, SIGKILL)
        return waitForEnd() == -SIGKILL
    }

    /// The children of the service.
    var engines: [pid_t] {
        guard let parent = process?.processIdentifier else { return [] }
        return Self.processes.filter { id in
            guard let text = Self.text("/proc/\(id)/stat"), let rest = text.split(separator: ")").last else {
                return false
            }
            return rest.split(separator: " ").dropFirst().first.flatMap { pid_t($0) } == parent
        }
    }

    /// Processes that this run left, engines above all.
    var remains: [pid_t] {
        Self.processes.filter {
            Self.text("/proc/\($0)/environ")?.contains("\(Self.variable)=\(mark)") == true
        }
    }

    private static var processes: [pid_t] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
    }

    private static func text(_ path: String) -> String? {
        (FileManager.default.contents(atPath: path)).map { String(decoding: $0, as: UTF8.self) }
    }
}
