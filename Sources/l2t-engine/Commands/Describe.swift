import ArgumentParser
import Foundation
import Specification
import Training

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
