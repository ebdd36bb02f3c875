import Teaching
import Torch

/// What other libraries gave for batches: each metric's value and gradient.
struct GoldenBatches<Target: Decodable>: Decodable {
    struct Case: Decodable {
        var name: String
        var shape: [Int]
        var values: [Double]
        var target: [Target]
        var metrics: [String: Answer]

        private enum CodingKeys: String, CodingKey {
            case name, shape, target, metrics
            case values = "output"
        }
    }

    struct Answer: Decodable {
        var value: Double
        var gradient: [Double]
    }

    var cases: [Case]
}

func measure(_ metric: Metric, _ output: Tensor, _ target: Tensor) throws -> (
    value: Double, gradient: [Double]
) {
    let leaf = try output.requiringGradient()
    let value = try metric(leaf, target)
    return (try value.item(), try Tensor.gradients(of: value, withRespectTo: [leaf])[0].doubles())
}

/// max |a − b| in units of the largest |b|; of 1 where all of b are 0.
func relativeDistance(_ a: [Double], _ b: [Double]) -> Double {
    let size = b.reduce(0) { max($0, abs($1)) }
    let unit = size > 0 ? size : 1
    return largestDistance(a.map { $0 / unit }, b.map { $0 / unit })
}
