import Foundation

/// The figures of `Reference/anchors.json`.
struct AnchorReference: Decodable {
    struct Clustering: Decodable {
        let start: [[Double]]
        let anchors: [[Double]]
        let meanIoU: Double

        enum CodingKeys: String, CodingKey {
            case start, anchors
            case meanIoU = "mean_iou"
        }

        var sizes: [(width: Double, height: Double)] { start.map { ($0[0], $0[1]) } }
    }

    let sizes: [[Double]]
    let made: [Clustering]
    let bccd: [Clustering]

    static func read() throws -> AnchorReference {
        let file = Repository.root.appending(path: "Tests/DatasetsTests/Reference/anchors.json")
        return try JSONDecoder().decode(AnchorReference.self, from: Data(contentsOf: file))
    }
}
