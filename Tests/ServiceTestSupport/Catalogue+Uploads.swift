package import Specification

internal import Foundation

extension Catalogue {
    /// The small catalogue, and the folders of `uploads` as data sets.
    package static func make(uploads: String?) -> Catalogue {
        let names = uploads.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
        let found = names.filter { !$0.hasPrefix(".") }.sorted().map { name -> DatasetDescription in
            var description = DatasetDescription.make(name: name)
            description.source = DatasetDescription.uploadSource
            return description
        }
        return .make(datasets: [.make()] + found)
    }
}
