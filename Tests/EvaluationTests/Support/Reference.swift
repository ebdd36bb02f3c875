import Foundation
import Testing

/// Numbers that other libraries gave: the files of `Reference/`.
enum Reference {
    static func load<Value: Decodable>(_ file: String, as type: Value.Type) throws -> Value {
        let folder = try #require(Bundle.module.url(forResource: "Reference", withExtension: nil))
        return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent(file)))
    }
}

/// max |a − b|; infinite for different lengths, where only one is there, or where something is NaN.
func largestDistance(_ a: [Double?], _ b: [Double?]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { largest, pair in
        switch pair {
        case (nil, nil): return largest
        case (let a?, let b?):
            let distance = abs(a - b)
            return distance.isNaN ? .infinity : max(largest, distance)
        default: return .infinity
        }
    }
}

/// max |a − b| / |b|, 0 for two zeros.
func largestRelativeDistance(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { largest, pair in
        let distance = pair.0 == pair.1 ? 0 : abs(pair.0 - pair.1) / abs(pair.1)
        return distance.isNaN ? .infinity : max(largest, distance)
    }
}
