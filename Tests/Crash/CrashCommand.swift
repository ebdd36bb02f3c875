import ArgumentParser
import Foundation

/// Breaks the service on purpose and looks whether it keeps its promises. A tool of the tests: never shipped.
@main
struct CrashCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "l2t-crash",
        abstract: "Kill the service and its engines, or fail their disk, and check what is promised.",
        subcommands: [KillCommand.self, FaultCommand.self, DiskCommand.self])

    /// Programs that are ended while this one writes to them must not end it.
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        main(nil)
    }
}

struct ProgramOptions: ParsableArguments {
    @Option(help: "The service (default: l2t beside this program).")
    var service: String?

    @Option(help: "The engine (default: the double beside this program).")
    var engine: String?

    @Option(
        help: "The folder for state directories and logs, kept where something is wrong (default: a new one)."
    )
    var folder: String?

    func programs() throws -> Programs {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let beside = URL(filePath: own).deletingLastPathComponent()
        return Programs(
            service: service ?? beside.appending(path: "l2t").path(),
            engine: engine ?? beside.appending(path: "FakeEngine").path())
    }

    func makeFolder() throws -> String {
        let path = folder ?? NSTemporaryDirectory() + "l2t-crash-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}

/// What is run.
struct Programs {
    var service: String
    var engine: String

    var isDouble: Bool { engine.hasSuffix("/FakeEngine") }
}

/// Prints what was found and ends the program: 0 where nothing is wrong.
func conclude(_ figures: String, _ problems: [String], folder: String) throws {
    print(figures)
    for problem in problems.prefix(50) { print("WRONG: \(problem)") }
    guard problems.isEmpty else {
        print("\(problems.count) promises broken; see \(folder)")
        throw ExitCode.failure
    }
    try FileManager.default.removeItem(atPath: folder)
}
