import Foundation
import Testing

/// Modules that PyTorch wrote, and what it made of one of them: Reference/scripts.py, and Reference/variants.py.
struct ScriptFixture: Decodable {
    struct Case: Decodable {
        var images: [Double]
        var evaluation: [Double]
        /// With batch statistics, without dropout.
        var training: [Double]
        /// After the training forward.
        var state: [String: [Double]]
    }

    var convolutional: Case

    private static func folder() throws -> URL {
        try #require(Bundle.module.url(forResource: "Reference", withExtension: nil))
    }

    static func load() throws -> ScriptFixture {
        try JSONDecoder().decode(
            ScriptFixture.self, from: Data(contentsOf: folder().appending(path: "scripts.json")))
    }

    static func path(_ name: String) throws -> String { try folder().path + "/scripts/\(name).pt" }
}
