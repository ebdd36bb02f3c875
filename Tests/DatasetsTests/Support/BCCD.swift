import Foundation
import Testing

@testable import Datasets

/// The blood cells that lie beside the repository.
enum BCCD {
    static let isPresent = FileManager.default.fileExists(
        atPath: Repository.sharedData.appending(path: "bccd/annotations/train.json").path)
    static let absent: Comment = "bccd is not in ../shared/data beside the repository"

    static let catalogue = DatasetCatalogue(dataRoot: Repository.sharedData.path)

    static func trainingSizes() throws -> [(width: Double, height: Double)] {
        try catalogue.loadDetection("bccd").training.flatMap(\.boxes).map { ($0.width, $0.height) }
    }
}
