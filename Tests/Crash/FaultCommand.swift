import ArgumentParser
import Foundation

struct FaultCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Have the n-th write, sync, rename, open ... fail in the whole life of a job, for every n.",
        discussion: "Needs clang or cc, which builds Tests/FaultShim.")

    @OptionGroup var options: ProgramOptions

    @Option(help: "Which program's calls fail: l2t, FakeEngine or l2t-engine.")
    var program = "l2t"

    @Option(
        help:
            "How they fail: \(Fault.Kind.allCases.map(\.rawValue).joined(separator: ", ")); may be repeated.")
    var kind: [Fault.Kind] = Fault.Kind.allCases

    @Option(help: "Calls in a row that fail.")
    var length = 1

    @Option(help: "Only every so many calls.")
    var every = 1

    @Option(help: "The first call that fails.")
    var from = 1

    @Option(help: "A job specification in a file (default: a small one).")
    var specification: String?

    func run() throws {
        let folder = try options.makeFolder()
        var sweep = try FaultSweep(
            options.programs(), folder: folder, program: program,
            specification: specification.map { try Data(contentsOf: URL(filePath: $0)) })
        let began = ContinuousClock.now
        for kind in kind { try sweep.run(kind, from: from, every: every, length: length) }
        let seconds = Int((ContinuousClock.now - began) / .seconds(1))
        try conclude("\(sweep.figures), \(seconds) s", sweep.problems, folder: folder)
    }
}
