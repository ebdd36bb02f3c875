import Foundation
import ServiceTestSupport
import Testing

/// `l2t serve` as a process of its own, on the ports that it printed.
final class RunningService {
    let process = Process()
    let port: UInt16
    /// Of the probes, where they have one of their own.
    let probePort: UInt16?
    private let errors = Pipe()

    /// - Parameter openFiles: as many as it may open (RLIMIT_NOFILE).
    init(
        state: String, logLevel: String = "error", _ arguments: [String] = [],
        environment: [String: String] = [:], openFiles: Int? = nil
    ) throws {
        let words = ["serve", "--port", "0", "--state-dir", state, "--log-level", logLevel] + arguments
        let command = CommandLineProgram.command(words, openFiles: openFiles)
        process.executableURL = URL(filePath: command.path)
        process.arguments = command.arguments
        process.environment = ["L2T_ENGINE": FakeEngine.path].merging(environment) { $1 }
        let output = Pipe()
        process.standardOutput = output
        if logLevel != "error" { process.standardError = errors }
        try process.run()
        // Nothing here takes long; a test that waits for what never comes ends without it.
        DispatchQueue.global().asyncAfter(deadline: .now() + 120) { [weak process] in
            if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let match = try #require(
            text.wholeMatch(
                of:
                    #/listening on https?://(?:127\.0\.0\.1|0\.0\.0\.0):(\d+)\n(?:probes on http://127\.0\.0\.1:(\d+)\n)?/#
            ),
            "\(text)")
        port = try #require(UInt16(match.1))
        probePort = match.2.flatMap { UInt16($0) }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    func ask(_ method: String, _ target: String, body: String? = nil) throws -> Reply {
        let client = try Client(port: port)
        try client.send(method, target, ["Content-Type": "application/json"], body: body)
        return try client.reply()
    }

    /// Waits until the log has the words; `false` if it ends without them.
    func logs(_ words: String) -> Bool {
        var log = ""
        while !log.contains(words) {
            let data = errors.fileHandleForReading.availableData
            if data.isEmpty { return false }
            log += String(decoding: data, as: UTF8.self)
        }
        return true
    }

    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
