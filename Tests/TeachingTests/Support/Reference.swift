import Foundation
import Testing
import Torch

/// Numbers that other libraries gave: the files of `Reference/`.
enum Reference {
    static func load<Value: Decodable>(_ file: String, as type: Value.Type) throws -> Value {
        let folder = try #require(Bundle.module.url(forResource: "Reference", withExtension: nil))
        return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(file)))
    }
}

/// Tensors by name, as the scripts write them.
struct PackedParameters: Decodable {
    private struct Packed: Decodable {
        var shape: [Int]
        var values: [Double]
    }

    private let tensors: [String: Packed]

    init(from decoder: any Decoder) throws {
        tensors = try decoder.singleValueContainer().decode([String: Packed].self)
    }

    var names: Set<String> { Set(tensors.keys) }

    /// Puts them in the place of those in `parameters`.
    func replace(in parameters: inout ParameterSet) throws {
        for (name, packed) in tensors {
            try parameters.replace(name, with: Tensor(packed.values.map { Float($0) }, shape: packed.shape))
        }
    }

    func distance(to parameters: ParameterSet) throws -> Double {
        try tensors.map { largestDistance(try parameters[$0].doubles(), $1.values) }.max() ?? .infinity
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
