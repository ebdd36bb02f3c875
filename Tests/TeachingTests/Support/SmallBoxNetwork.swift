import Torch

/// For each of 4 × 5 cells of 8 pixels a centre in the cell, a size around 8 pixels, a logit for "an object" and those of
/// three classes.
struct SmallBoxNetwork: Network {
    private let pixels = SmallPixelNetwork(outputs: 8)

    func initialParameters(random: RandomSource) throws -> ParameterSet {
        try pixels.initialParameters(random: random)
    }

    func initialStatistics() throws -> ParameterSet { try pixels.initialStatistics() }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var result = try pixels(input, parameters: parameters, statistics: statistics, mode: mode)
        let rows = try result.output.flattened(from: 2).transposed(1, 2)
        let cells = (0..<20).flatMap { [Double($0 % 5), Double($0 / 5)] }
        let corner = try Tensor(cells, shape: [1, 20, 2]).to(type: input.type)
        let centre = try (rows.narrowed(2, 0, 2).sigmoid() + corner) * 8
        let half = try rows.narrowed(2, 2, 2).exp() * 4
        result.output = try Tensor.concatenated([centre - half, centre + half, rows.narrowed(2, 4, 4)], 2)
        return result
    }
}
