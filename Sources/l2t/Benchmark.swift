import ArgumentParser
import Foundation

struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Measure the engine: 'teaching' (its cost over plain training) or 'engine' (images a second, memory).",
        discussion: """
            What follows <name> goes to the engine as it is:
              --batch n      Images of a batch (default: 128 for classification, 8 for segmentation, 16 for
                             detection).
              --rounds n     Rounds that count; one more warms up (default: 7).
              --threads n    Threads of the tensor library (default: 1).
              --device name  cpu, cuda or cuda:N (default: cpu).
              --student name One of 'l2t students' ('teaching': default resnet8; 'engine': may be repeated,
                             default all).
            L2T_ENGINE names another engine than l2t-engine beside this program.
            """)

    @Argument(help: "teaching or engine.")
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
