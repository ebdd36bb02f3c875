package import Torch

/// Information loss inside the student: the activations of one tapped layer on one batch.
package struct LayerStatistics: Codable, Sendable, Equatable {
    /// Examples that are looked at; enough for moments, and a bound on the cost.
    package static let examples = 16
    /// Numbers that are looked at, about; of a larger map every n-th row and column.
    static let numbers = 1 << 18

    package var name: String
    package var mean: Double
    package var deviation: Double
    package var skewness: Double
    /// Excess: 0 for a normal distribution.
    package var kurtosis: Double
    /// Share of units (channel and place) that are zero or below for every example.
    package var deadFraction: Double
    /// Participation ratio of the channels' covariance: the squared sum of its eigenvalues over the sum of their squares, which
    /// is its squared trace over the sum of its squared entries. 1 to the number of channels.
    package var effectiveRank: Double

    /// - Parameter tap: activation `[batch, channels]` or `[batch, channels, height, width]`.
    package init(_ tap: NetworkOutput.Tap) throws {
        let all = try tap.activation.detached()
        let few = try Self.thinned(all.narrowed(0, 0, min(Self.examples, all.shape[0])))
        // Fourth powers of large activations do not fit in float32.
        let batch = try few.to(type: .float64)
        let centred = try batch - batch.mean()
        let square = try centred.square()
        let moments = [
            try batch.mean(), try square.mean(), try (square * centred).mean(), try square.square().mean(),
            try batch.maximum(0, keep: false).values.lessOrEqual(to: 0).to(type: .float64).mean(),
        ]
        let values = try Tensor.stacked(moments, 0).doubles().map { $0.isFinite ? $0 : 0 }
        name = tap.name
        mean = values[0]
        deviation = max(0, values[1]).squareRoot()
        // Below rounding of the mean the higher moments are noise.
        let spread = deviation > 1e-6 * abs(mean) && values[1] * values[1] > 0
        skewness = spread ? values[2] / (deviation * deviation * deviation) : 0
        kurtosis = spread ? values[3] / (values[1] * values[1]) - 3 : 0
        deadFraction = values[4]
        effectiveRank = try Self.participationRatio(batch)
    }

    /// The same activation with about ``numbers`` numbers: places of an even grid.
    private static func thinned(_ activation: Tensor) throws -> Tensor {
        let step = Int((Double(activation.count) / Double(numbers)).squareRoot().rounded(.up))
        guard activation.rank == 4, step > 1 else { return activation }
        var thinned = activation
        for dimension in [2, 3] {
            let places = stride(from: 0, to: activation.shape[dimension], by: step).map { Int64($0) }
            thinned = try thinned.indexSelected(
                dimension, Tensor(places, shape: [places.count], device: activation.device))
        }
        return thinned
    }

    private static func participationRatio(_ batch: Tensor) throws -> Double {
        let channels = batch.shape[1]
        var rows = batch
        if batch.rank == 4 { rows = try batch.permuted([0, 2, 3, 1]).reshaped([-1, channels]) }
        let centred = try rows - rows.mean([0], keep: true)
        let covariance = try centred.transposed(0, 1).matmul(centred) * (1 / Double(rows.shape[0]))
        let power = try covariance.square().sum().item()
        guard power > 0, power.isFinite else { return 1 }
        let trace = try centred.square().sum().item() / Double(rows.shape[0])
        return trace * trace / power
    }

    package var vector: [Double] {
        [mean, deviation, skewness, kurtosis, deadFraction, effectiveRank]
    }
}
