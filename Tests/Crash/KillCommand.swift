import ArgumentParser
import Foundation

struct KillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Kill engines and the service by SIGKILL, again and again, while jobs come in.")

    @OptionGroup var options: ProgramOptions

    @Option(help: "How many processes are killed.")
    var kills = 1000

    @Option(help: "The same numbers for the same seed.")
    var seed: UInt64 = 7

    @Option(help: "Milliseconds between kills, at most.")
    var pause = 150

    func run() throws {
        let folder = try options.makeFolder()
        let run = try KillRun(options.programs(), folder: folder, seed: seed, pause: Double(pause) / 1000)
        let began = ContinuousClock.now
        try run.kill(kills)
        let problems = try run.finish()
        let seconds = Int((ContinuousClock.now - began) / .seconds(1))
        try conclude("\(run.figures), \(seconds) s, seed \(seed)", problems, folder: folder)
    }
}
