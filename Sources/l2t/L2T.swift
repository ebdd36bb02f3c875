import ArgumentParser
import Foundation
import Specification

/// The command line of the service. Exit codes: 64 for wrong flags and settings, 65 for files that are missing or
/// wrong, 1 for everything else.
@main
struct L2T: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "l2t",
        abstract: "Train students by learning to teach with a dynamic fused metric.",
        discussion: """
            Every flag that names an environment variable may be set by it; the flag is stronger.

            EXAMPLES
              l2t serve --port 8080 --data-root /srv/data
              l2t train first.json --output first
              l2t predict first/student.safetensors street.jpg --output pictures
              l2t compare first.json --methods reference,uniform,dfm --seeds 5 --output compared
              l2t students --json
              l2t token create --name ci --scope submit --expires-in 90
            """,
        version: Version.text,
        subcommands: [
            Serve.self, Token.self, Train.self, Predict.self, Compare.self, Datasets.self, Students.self,
            Metrics.self,
            Benchmark.self,
        ])

    /// Output that goes to a pipe which is closed early must not end the service.
    static func main() {
        signal(SIGPIPE, SIG_IGN)
        main(nil)
    }
}
