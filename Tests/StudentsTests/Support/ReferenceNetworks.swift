import Foundation
import Testing
import Torch

/// What PyTorch gave for the networks of `Reference/networks.py`.
struct ReferenceNetworks: Decodable {
    struct Case: Decodable {
        var height: Int
        var width: Int
        /// Of the parameters, sorted.
        var names: [String]
        var shape: [Int]
        /// Every seventh value of the output.
        var evaluated: [Double]
        var trained: [Double]
        /// The last layer's running statistics after the training forward.
        var statistics: [String: [Double]]
    }

    var counts: [String: Int]
    var cases: [String: Case]

    static func load() throws -> ReferenceNetworks {
        let folder = try #require(Bundle.module.url(forResource: "Reference", withExtension: nil))
        return try JSONDecoder().decode(
            ReferenceNetworks.self, from: Data(contentsOf: folder.appendingPathComponent("networks.json")))
    }

    /// The script's `filled`: numbers in −1 ..< 1 that depend on the name and the position alone.
    static func values(_ name: String, count: Int) -> [Double] {
        let seed = name.utf8.reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1) }
        return (0..<count).map { index in
            var x = UInt32(truncatingIfNeeded: index) &* 2_654_435_761 &+ seed
            for _ in 0..<2 { x = (x ^ (x >> 16)) &* 0x45D_9F3B }
            x ^= x >> 16
            return Double(x) / 2_147_483_648 - 1
        }
    }

    /// The script's `fill`: the same names and shapes with other values, in float64.
    static func filled(_ set: ParameterSet) throws -> ParameterSet {
        try set.replacing(
            tensors: zip(set.names, set.tensors).map { name, tensor in
                let shape = tensor.shape
                let scale: Double
                let offset: Double
                if name.hasSuffix("running_var") {
                    (offset, scale) = (1, 0.5)
                } else if shape.count > 1 {
                    (offset, scale) = (0, (3 / Double(tensor.count / shape[0])).squareRoot())
                } else if name.hasSuffix(".weight") {
                    (offset, scale) = (1, 0.3)
                } else {
                    (offset, scale) = (0, 0.3)
                }
                let draws = values(name, count: tensor.count)
                return try Tensor(draws.map { offset + scale * $0 }, shape: shape)
            })
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
