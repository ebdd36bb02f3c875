import Foundation
import ServiceTestSupport

/// The built `l2t`, with the engine's double as its engine.
enum CommandLineProgram {
    static var enginePath: String { FakeEngine.path }

    static var path: String {
        URL(filePath: FakeEngine.path).deletingLastPathComponent().appending(path: "l2t").path()
    }

    static func run(
        _ arguments: String..., environment: [String: String] = [:], input: String = ""
    ) throws -> Program.Result {
        try Program.run(
            path, arguments, environment: ["L2T_ENGINE": FakeEngine.path].merging(environment) { $1 },
            input: input)
    }
}
