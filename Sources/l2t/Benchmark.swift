import ArgumentParser
import Foundation

struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Measure the engine: 'teaching' (its cost over plain training) or 'engine' (images a second).",
        discussion: "What follows NAME goes to the engine as it is; 'l2t-engine benchmark --help' lists it.")

    @Argument(help: "Which benchmark.")
    var name: String

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("Arguments of the benchmark.", visibility: .hidden))
    var rest: [String] = []

    func run() throws {
        try CommandError.reporting {
            let engine = try EngineOptions.parse([]).program(ProcessInfo.processInfo.environment)
            try engine.become(["benchmark", name] + (json ? ["--json"] : []) + rest)
        }
    }
}
