import ArgumentParser
import Foundation
import Specification

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train with several methods and seeds, and compare the test scores.",
        discussion: """
            Each method is trained with each seed, as 'train' would; jobs of one seed see the data in the same order. \
            Standard error tells how it goes on, standard output has the table: mean and 95 % interval of the test \
            score, the difference to 'reference' paired by seed with interval and p-value, seconds, and cost in units \
            of 'reference'. 'best-single' trains with each metric of the set alone and reports the best on the test \
            scores: an upper bound for one loss picked by hand.

            Ctrl-C saves checkpoints and stops; the same command goes on from there, and does not repeat the jobs that \
            are done. With the same output directory and specification, more seeds or other methods train what is new \
            alone. The output directory keeps table.json, table.md, table.csv, weights.csv (mean weight of each \
            metric by method and epoch), and a folder a job.

            The exit code is 0 when every job has a result, 1 when one has failed, 130 after Ctrl-C.
            """)

    @Argument(
        help: ArgumentHelp(
            "A job specification, or a document as POST /v1/comparisons takes it; - reads standard input.",
            valueName: "spec.json"))
    var specification: String

    @OptionGroup var student: ScriptOptions

    @Option(
        help: ArgumentHelp(
            "Methods, with commas between (default: reference,uniform,best-single,dfm).", valueName: "list"))
    var methods: String?

    @Option(
        help: ArgumentHelp(
            "How many seeds, from the specification's on, or a list with commas between (default: 5).",
            valueName: "n"))
    var seeds: String?

    @Option(
        help: ArgumentHelp(
            "The test score that is compared (default: the task's main one).", valueName: "name"))
    var metric: String?

    @Option(help: ArgumentHelp("The folder for checkpoints and results.", valueName: "dir"))
    var output = "l2t-comparison"

    @Option(help: ArgumentHelp("Jobs that run at once.", valueName: "n"))
    var jobs = 1

    @OptionGroup var engine: EngineOptions

    @Option(
        help: ArgumentHelp("Threads of each job (default: all cores by --jobs; L2T_THREADS).", valueName: "n")
    )
    var threads: Int?

    @Flag(help: "Print the table as JSON.")
    var json = false

    @Flag(help: "Print the table as CSV.")
    var csv = false

    func validate() throws {
        if json && csv { throw ValidationError("--json and --csv exclude each other.") }
    }

    func run() throws {
        try CommandError.reporting {
            let environment = ProcessInfo.processInfo.environment
            let program = try engine.program(environment)
            let parallel =
                try Setting("--jobs", environment: [:]).integer(jobs, in: 1...64) ?? 1
            let asked = try Setting("--threads", environment: environment).integer(threads, in: 1...1024)
            let script = try student.script()
            let known = try program.describe()
            let comparison = try ComparisonRequest(
                path: specification, methods: methods, seeds: seeds, metric: metric
            ).read(catalogue: script?.added(to: known) ?? known)
            try script?.check(comparison.specification)
            let folder = try ComparisonFolder(FilePath.absolute(output), comparison: comparison)
            let run = ComparisonRun(
                engine: program, comparison: comparison, script: script, folder: folder,
                threads: asked ?? max(1, ProcessInfo.processInfo.activeProcessorCount / parallel))
            guard try run.finish(parallel: parallel) else {
                let done = run.done
                StandardError.write(
                    "Stopped: \(done.count) of \(done.of) jobs have ended; the same command goes on from there.\n"
                )
                throw ExitCode(130)
            }
            let table = run.table
            try folder.keep(table, run.weights)
            try StandardOutput.write(text(table))
            if table.hasFailures { throw ExitCode.failure }
        }
    }

    private func text(_ table: ComparisonTable) throws -> Data {
        if json { return try JSONCoding.encodeLine(table) }
        return Data((csv ? table.csv : table.markdown).utf8)
    }
}
