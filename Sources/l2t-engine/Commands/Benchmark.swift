import ArgumentParser
import Foundation
import Specification
import Training

struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure this machine.", subcommands: [TeachingCost.self, EngineSpeed.self])
}

struct BenchmarkOptions: ParsableArguments {
    @Flag(help: "Print one JSON object a line.")
    var json = false

    @Option(help: "Images of a batch (default: what is usual for the task, 128, 8 or 16).")
    var batch: Int?

    @Option(help: "Rounds that count; one more warms up.")
    var rounds = 7

    @Option(help: "Threads of the tensor library.")
    var threads = 1

    @Option(help: "cpu, cuda or cuda:N.")
    var device = "cpu"

    func validate() throws {
        if let batch, batch < 2 { throw ValidationError("--batch \(batch): at least 2 is allowed.") }
        guard rounds >= 1 else { throw ValidationError("--rounds \(rounds): at least 1 is allowed.") }
        guard threads >= 1 else { throw ValidationError("--threads \(threads): at least 1 is allowed.") }
    }

    func show(_ line: some Encodable, _ text: String) throws {
        try FileHandle.standardOutput.write(
            contentsOf: json ? try JSONCoding.encodeLine(line) : Data((text + "\n").utf8))
    }
}

struct TeachingCost: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "teaching",
        abstract: "The time a taught step takes, in units of the plain step's.")

    @OptionGroup var options: BenchmarkOptions

    @Option(help: "Architecture of the student.")
    var student = "resnet8"

    func run() throws {
        EngineRuntime.prepare()
        let lines = try TeachingBenchmark.run(
            student: student, batch: options.batch, rounds: options.rounds, threads: options.threads,
            device: options.device)
        for line in lines {
            try options.show(
                line,
                "\(line.method), interval \(line.interval): \(line.ratio.shortened) × the plain step "
                    + "(\(line.ratioMin.shortened) to \(line.ratioMax.shortened) in \(line.rounds) rounds)")
        }
    }
}

struct EngineSpeed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "engine",
        abstract: "Images a second and memory of plain training, student by student.")

    @OptionGroup var options: BenchmarkOptions

    @Option(help: "Architecture of a student; may be repeated (default: all).")
    var student: [String] = []

    func run() throws {
        EngineRuntime.prepare()
        try EngineBenchmark.run(
            students: student, batch: options.batch, rounds: options.rounds, threads: options.threads,
            device: options.device
        ) { line in
            let shape = line.shape.map(String.init).joined(separator: "×")
            try options.show(
                line,
                "\(line.student), \(shape), batch \(line.batch): \(line.imagesPerSecond.shortened) images/s "
                    + "(\(line.imagesPerSecondMin.shortened) to \(line.imagesPerSecondMax.shortened)), "
                    + "\(line.peakMemoryMb.map(String.init) ?? "?") MiB")
        }
    }
}

extension Double {
    fileprivate var shortened: String { String(format: "%.2f", self) }
}
