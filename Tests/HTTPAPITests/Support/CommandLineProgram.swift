import Foundation
import ServiceTestSupport

/// The built `l2t`, with the engine's double as its engine.
enum CommandLineProgram {
    static var enginePath: String { FakeEngine.path }

    static var path: String {
        URL(filePath: FakeEngine.path).deletingLastPathComponent().appending(path: "l2t").path()
    }

    /// What runs it. - Parameter openFiles: as many as it may open (RLIMIT_NOFILE); nil changes nothing.
    static func command(_ words: [String], openFiles: Int?) -> (path: String, arguments: [String]) {
        guard let openFiles else { return (path, words) }
        return ("/bin/sh", ["-c", "ulimit -n \(openFiles) && exec \"$0\" \"$@\"", path] + words)
    }

    static func run(
        _ arguments: String..., environment: [String: String] = [:], input: String = "", openFiles: Int? = nil
    ) throws -> Program.Result {
        let command = command(arguments, openFiles: openFiles)
        return try Program.run(
            command.path, command.arguments,
            environment: ["L2T_ENGINE": FakeEngine.path].merging(environment) { $1 }, input: input)
    }
}
