import Foundation
import Specification
import Testing

/// The built service with the real engine, on a free loopback port and a state directory of its own.
final class RunningService {
    private(set) var address = ""
    let stateDirectory: String
    private var process = Process()
    private var announcements = Pipe()
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter stateDirectory: an earlier service's, to go on where it was.
    init(stateDirectory: String? = nil) throws {
        let fresh = NSTemporaryDirectory() + "l2t-" + UUID().uuidString
        self.stateDirectory = stateDirectory ?? fresh
        process.executableURL = Self.programs.appending(path: "l2t")
        process.arguments = [
            "serve", "--port", "0", "--state-dir", self.stateDirectory, "--slots", "1", "--threads", "1",
            "--log-level", "error", "--allow-torchscript",
        ]
        process.standardOutput = announcements
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
        var text = ""
        while !text.contains("\n") {
            let data = announcements.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Failure("The service ended before it listened.") }
            text += String(decoding: data, as: UTF8.self)
        }
        let words = text.split(whereSeparator: \.isWhitespace)
        address = String(try #require(words.last))
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// The folder of the programs: that of the test bundle.
    static var programs: URL {
        var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        while !FileManager.default.isExecutableFile(atPath: folder.appending(path: "l2t").path),
            folder.path != "/"
        {
            folder = folder.deletingLastPathComponent()
        }
        return folder
    }

    func stop() {
        process.terminate()
        ended.wait()
    }

    func kill9() {
        kill(process.processIdentifier, SIGKILL)
        ended.wait()
    }

    /// SIGKILL for all engines. - Returns: how many there were.
    func killEngines() throws -> Int {
        let engines = try engines()
        for engine in engines { kill(engine, SIGKILL) }
        return engines.count
    }

    /// SIGSTOP for the engine of the running job; the spare one was started after it.
    func stopEngine() throws {
        kill(try #require(try engines().first), SIGSTOP)
    }

    /// The children of the service, the oldest first.
    private func engines() throws -> [Int32] {
        let parent = process.processIdentifier
        var found: [(id: Int32, start: Int)] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let id = Int32(name),
                let file = FileHandle(forReadingAtPath: "/proc/\(id)/stat"),
                let status = (try? file.readToEnd()).map({ String(decoding: $0, as: UTF8.self) }),
                let fields = status.split(separator: ")").last?.split(separator: " "),
                // The fourth of all fields, and the twenty-second; two stand before.
                fields.count > 19, Int32(fields[1]) == parent, let start = Int(fields[19])
            else { continue }
            found.append((id, start))
        }
        return found.sorted { $0.start < $1.start }.map(\.id)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: stateDirectory)
    }

    // MARK: Requests, by curl as users make them

    func submit(_ specification: String) throws -> String {
        let answer = try curl(
            [
                "--fail-with-body", "\(address)/v1/jobs", "-H", "Content-Type: application/json", "-d",
                specification,
            ])
        return try JSONCoding.decode(Job.self, from: answer).id
    }

    func job(_ id: String) throws -> Job {
        try JSONCoding.decode(Job.self, from: curl(["\(address)/v1/jobs/\(id)"]))
    }

    func artifact(_ id: String, _ name: String) throws -> Data {
        try curl(["--fail-with-body", "\(address)/v1/jobs/\(id)/artifacts/\(name)"])
    }

    /// The job's events until it ends, or until `until` says so.
    func events(_ id: String, until stop: (JobEvent) -> Bool = { _ in false }) throws -> [JobEvent] {
        let following = Process()
        let output = Pipe()
        following.executableURL = URL(filePath: "/usr/bin/env")
        following.arguments = ["curl", "-sSN", "\(address)/v1/jobs/\(id)/events"]
        following.standardOutput = output
        try following.run()
        defer { following.terminate() }
        var pending = Data()
        var events: [JobEvent] = []
        while true {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { return events }
            pending.append(data)
            while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(pending[..<end])
                pending = Data(pending[pending.index(after: end)...])
                guard !line.isEmpty else { continue }
                let event = try JSONCoding.decode(JobEvent.self, from: line)
                events.append(event)
                if stop(event) { return events }
            }
        }
    }

    private func curl(_ arguments: [String]) throws -> Data {
        let result = try Shell.run(["curl", "-sS"] + arguments)
        guard result.status == 0 else {
            throw Failure(
                "curl \(arguments): \(result.status), \(String(decoding: result.output, as: UTF8.self))")
        }
        return result.output
    }
}

struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

enum Shell {
    static func run(
        _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
    ) throws -> (status: Int32, output: Data) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = output
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, data)
    }
}
