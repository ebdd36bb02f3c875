import Foundation
import ServiceTestSupport

/// Programs that are built beside the tests, run to their ends.
enum CrashTool {
    static var folder: URL { URL(filePath: FakeEngine.path).deletingLastPathComponent() }
    /// The real engine, where it is built.
    static var engine: String { folder.appending(path: "l2t-engine").path() }

    static func run(_ arguments: String...) throws -> (code: Int32, output: String) {
        try run("l2t-crash", arguments)
    }

    /// The output is that of both streams, in their order.
    static func run(_ program: String, _ arguments: [String]) throws -> (code: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appending(path: "l2t-\(UUID().uuidString).txt")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try FileHandle(forWritingTo: file)
        try output.seekToEnd()
        let process = Process()
        process.executableURL = folder.appending(path: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        // What hangs must not hang the tests.
        let watch = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 300, execute: watch)
        process.waitUntilExit()
        watch.cancel()
        let data = try Data(contentsOf: file)
        let code =
            process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return (code, String(decoding: data, as: UTF8.self))
    }
}
