import Foundation
import Specification

/// The folder of one training. It keeps the specification, so that a later run goes on only with the same one.
struct OutputFolder {
    private static let record = "l2t-train.json"

    let path: String

    /// Makes the folder where it is missing.
    init(_ path: String, specification: JobSpecification) throws(CommandError) {
        self.path = path
        let record = URL(filePath: path).appending(path: Self.record)
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            guard let earlier = try? Data(contentsOf: record) else {
                try JSONCoding.encode(specification).write(to: record, options: .atomic)
                return
            }
            let known = try JSONCoding.decode(JobSpecification.self, from: earlier)
            guard known == specification else { throw CommandError.outputOfAnotherSpecification(path: path) }
        } catch let error as CommandError {
            throw error
        } catch {
            throw .outputUnusable(path: path, reason: "\(error.localizedDescription)")
        }
    }
}
