import ArgumentParser
import Foundation
import Specification
import Training

/// The engine's command line. The service starts `work`; people rarely call it themselves.
@main
struct Engine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "l2t-engine",
        abstract: "Trains students for the L2T-DFM training service.",
        version: EngineCatalogue.version,
        subcommands: [Describe.self, Work.self, Predict.self, Unpack.self, Inspect.self, Benchmark.self])
}

struct Describe: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what this engine can do, as JSON: tasks, students, metrics, data sets, devices.")

    @Option(help: "Folder whose sub-folders are data sets.")
    var dataRoot: String?

    @Option(help: "Folder whose sub-folders are uploaded data sets.")
    var uploads: String?

    func run() throws {
        let catalogue = try EngineCatalogue.describe(dataRoot: dataRoot, uploads: uploads)
        try FileHandle.standardOutput.write(contentsOf: JSONCoding.encodeLine(catalogue))
    }
}

struct Work: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run one attempt, told and reported as JSON lines over descriptor 3.",
        discussion: """
            Descriptor 3 is a connected socket whose other end is the service. The process says that it is ready, \
            takes one assignment, reports until a terminal message, and exits. It also exits when the other end closes.
            """)

    func run() throws {
        EngineWorker(descriptor: 3).run()
    }
}

struct Unpack: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a data set of an archive, asked and answered over descriptor 3.",
        discussion: "Descriptor 3 is a connected socket: one line of JSON comes, one line of JSON goes.")

    func run() throws {
        try UnpackingWorker(descriptor: 3).run()
    }
}

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a TorchScript module holds, asked and answered over descriptor 3.",
        discussion: "Descriptor 3 is a connected socket: one line of JSON comes, one line of JSON goes.")

    func run() throws {
        try InspectionWorker(descriptor: 3).run()
    }
}

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer images by trained students, asked and answered over descriptor 3.",
        discussion: """
            Descriptor 3 is a connected socket. A request is one line of JSON and behind it the image's bytes; a reply \
            is one line of JSON and behind it the picture's bytes, where one was asked for. The process exits at the \
            end of its input.
            """)

    func run() throws {
        try PredictionWorker(descriptor: 3).run()
    }
}
