import Foundation
import Testing
import Torch

/// What PyTorch gave for the cases of `Reference/golden.py`.
struct Golden: Decodable {
    struct Packed: Decodable {
        var shape: [Int]
        var values: [Double]

        func tensor() throws -> Tensor { try Tensor(values, shape: shape) }
    }

    var inputs: [String: Packed]
    var outputs: [Packed]

    static func load() throws -> [String: Golden] {
        try JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: reference("golden.json")))
    }

    static func named(_ name: String) throws -> Golden { try #require(try load()[name]) }

    static func reference(_ file: String) throws -> URL {
        try #require(Bundle.module.url(forResource: "Reference", withExtension: nil))
            .appendingPathComponent(file)
    }

    func input(_ name: String) throws -> Tensor { try #require(inputs[name]).tensor() }

    /// Expects results of the same number, shapes and values (relative to 1) as PyTorch's.
    func expect(
        _ results: Tensor..., tolerance: Double = 1e-10, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(results.count == outputs.count, sourceLocation: sourceLocation)
        for (index, (result, output)) in zip(results, outputs).enumerated() {
            #expect(result.shape == output.shape, "result \(index)", sourceLocation: sourceLocation)
            let distance = try largestDistance(result.doubles(), output.values)
            #expect(distance <= tolerance, "result \(index)", sourceLocation: sourceLocation)
        }
    }
}

/// max |a − b| / max(1, |b|); infinite for different lengths or where something is NaN.
func largestDistance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { largest, pair in
        let distance = abs(pair.0 - pair.1) / max(1, abs(pair.1))
        return distance.isNaN ? .infinity : max(largest, distance)
    }
}
