import Foundation

/// The files and figures of `Reference/arrays.json`.
struct ArrayReference: Decodable {
    struct Split: Decodable {
        let pixels: [UInt8]
        let labels: [Int32]
    }

    struct Case: Decodable {
        let files: [String: Data]
        /// Height, width, channels.
        let shape: [Int]
        let training: Split
        let test: Split
    }

    let cases: [String: Case]
    /// Files that are wrong in one way each.
    let refused: [String: Data]

    static func read() throws -> ArrayReference {
        let file = Repository.root.appending(path: "Tests/DatasetsTests/Reference/arrays.json")
        return try JSONDecoder().decode(ArrayReference.self, from: Data(contentsOf: file))
    }
}
