import ArgumentParser
import Specification

/// The engine's command line. The service starts `work`; people rarely call it themselves.
@main
struct Engine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "l2t-engine",
        abstract: "Trains students for the L2T-DFM training service.",
        version: Version.text,
        subcommands: [Describe.self, Work.self, Predict.self, Unpack.self, Inspect.self, Benchmark.self])
}
