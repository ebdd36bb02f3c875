import Foundation
import Jobs
import Specification

/// Images one after another, by one engine process.
struct PredictionRun {
    /// One line of `--json`.
    private struct Line: Encodable {
        let file: String
        /// nil where none is drawn.
        let picture: String?
        let prediction: Prediction
    }

    /// Seconds for one image, and for loading the engine before the first.
    private static let seconds = 120.0

    let student: String
    let options: PredictionOptions
    let threads: Int
    let pictures: PictureFolder
    let json: Bool

    /// - Returns: whether every image could be used.
    func answer(_ images: [String], by engine: EngineProgram) throws -> Bool {
        let spawner = ProcessSpawner()
        let process = try PredictionProcess(EngineLaunch(executable: engine.path), spawner: spawner)
        var limits = PredictionLimits()
        limits.seconds = Self.seconds
        var allUsed = true
        for image in images {
            do {
                try show(image, try answer(image, process, limits))
            } catch JobsError.imageRefused(let detail) {
                StandardError.write("Error: \(detail)\n")
                allUsed = false
            } catch let error as CommandError {
                guard case .fileUnreadable = error else { throw error }
                StandardError.write("Error: \(error)\n")
                allUsed = false
            }
        }
        return withExtendedLifetime(spawner) { allUsed }
    }

    private func answer(
        _ image: String, _ process: PredictionProcess, _ limits: PredictionLimits
    ) throws -> StudentPrediction {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(filePath: image))
        } catch {
            throw CommandError.fileUnreadable(path: image, reason: SpecificationFile.reason(error))
        }
        guard bytes.count <= PredictionRequest.largestImage else {
            throw CommandError.fileUnreadable(
                path: image,
                reason: "it has \(bytes.count) bytes; at most \(PredictionRequest.largestImage) are accepted")
        }
        return try process.answer(
            PredictionRequest(
                student: student, name: image, imageBytes: bytes.count, picture: .overlay, options: options,
                threads: threads), image: Array(bytes), limits: limits)
    }

    private func show(_ image: String, _ answer: StudentPrediction) throws {
        var picture: String?
        if !answer.picture.isEmpty {
            try pictures.write(answer.picture, of: image)
            picture = pictures.picture(of: image)
        }
        if json {
            let line = Line(file: image, picture: picture, prediction: answer.prediction)
            try StandardOutput.write(try JSONCoding.encodeLine(line))
        } else {
            let end = picture.map { "; \($0)" } ?? ""
            try StandardOutput.write(Data("\(image): \(answer.prediction.words)\(end)\n".utf8))
        }
    }
}
