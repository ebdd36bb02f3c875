import ArgumentParser
import Foundation
import Jobs
import Specification

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have a trained student answer to images.",
        discussion: """
            Prints one line an image. A student of segmentation or detection also draws its answer over the image, into \
            NAME.png of the output directory: classes as colours that take half of each pixel, boxes with their class \
            and score. An image that cannot be used is said, and the others are answered; the exit code is 65 then.
            """)

    @Argument(help: ArgumentHelp("The student's file.", valueName: "student.safetensors"))
    var student: String

    @Argument(help: ArgumentHelp("JPEG or PNG images.", valueName: "image"))
    var images: [String]

    @Option(help: ArgumentHelp("The folder for pictures.", valueName: "dir"))
    var output = "l2t-predictions"

    @Option(
        help: ArgumentHelp(
            "Leave out classes and boxes that are not likelier (default: none for classes, 0.25 for boxes).",
            valueName: "p"))
    var threshold: Double?

    @Option(
        help: ArgumentHelp(
            "Classes or boxes of an image (default: all classes, 100 boxes).", valueName: "n"))
    var limit: Int?

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    @OptionGroup var engine: EngineOptions

    @Option(help: ArgumentHelp("Threads (default: all cores; L2T_THREADS).", valueName: "n"))
    var threads: Int?

    func validate() throws {
        if let threshold, !PredictionOptions.thresholds.contains(threshold) {
            throw ValidationError("--threshold \(threshold): 0 to 1 is allowed.")
        }
        if let limit, !PredictionOptions.limits.contains(limit) {
            throw ValidationError("--limit \(limit): 1 to \(PredictionOptions.limits.upperBound) is allowed.")
        }
    }

    func run() throws {
        try CommandError.reporting {
            let environment = ProcessInfo.processInfo.environment
            let program = try engine.program(environment)
            let cores = ProcessInfo.processInfo.activeProcessorCount
            let threads = try Setting("--threads", environment: environment).integer(threads, in: 1...1024)
            let pictures = try PictureFolder(FilePath.absolute(output), images: images)
            guard access(student, R_OK) == 0 else {
                throw CommandError.fileUnreadable(path: student, reason: String(cString: strerror(errno)))
            }
            let run = PredictionRun(
                student: FilePath.absolute(student),
                options: PredictionOptions(threshold: threshold, limit: limit), threads: threads ?? cores,
                pictures: pictures, json: json)
            guard try run.answer(images, by: program) else { throw ExitCode(65) }
        }
    }
}
