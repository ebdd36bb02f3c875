import ArgumentParser
import Foundation

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train one student without a service.",
        discussion: """
            On a terminal it shows a progress bar; otherwise it prints each epoch's record as a line of JSON. Ctrl-C \
            saves a checkpoint and stops; the same command goes on from there. The trained student, the teacher and \
            the record of all epochs are left in the output directory. "teaching": {"teacher": {"from": PATH}} starts \
            from the teacher.safetensors of an earlier run.
            """)

    @Argument(help: ArgumentHelp("A job specification; - reads standard input.", valueName: "spec.json"))
    var specification: String

    @OptionGroup var student: ScriptOptions

    @Option(help: ArgumentHelp("The folder for checkpoints and results.", valueName: "dir"))
    var output = "l2t-output"

    @OptionGroup var engine: EngineOptions

    @Option(help: ArgumentHelp("Threads (default: all cores; L2T_THREADS).", valueName: "n"))
    var threads: Int?

    func run() throws {
        try CommandError.reporting {
            let environment = ProcessInfo.processInfo.environment
            let program = try engine.program(environment)
            let cores = ProcessInfo.processInfo.activeProcessorCount
            let threads = try Setting("--threads", environment: environment).integer(threads, in: 1...1024)
            let script = try student.script()
            let known = try program.describe()
            let specification = try SpecificationFile(specification).read(
                catalogue: script?.added(to: known) ?? known)
            try script?.check(specification)
            let folder = try OutputFolder(FilePath.absolute(output), specification: specification)
            try TeacherPath.place(specification, in: folder)
            let run = LocalTraining(
                engine: program, specification: specification, script: script?.path, folder: folder,
                threads: threads ?? cores,
                reporter: isatty(STDOUT_FILENO) == 1
                    ? ProgressBar(epochs: specification.training.epochs) : EpochLines())
            switch try run.finish() {
            case .finished: return
            case .stopped: throw ExitCode(130)
            case .failed: throw ExitCode.failure
            }
        }
    }
}
