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

/// max |a − b| / max(1, |b|); infinite for different lengths or where something is NaN.
func largestDistance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { largest, pair in
        let distance = abs(pair.0 - pair.1) / max(1, abs(pair.1))
        return distance.isNaN ? .infinity : max(largest, distance)
    }
}
