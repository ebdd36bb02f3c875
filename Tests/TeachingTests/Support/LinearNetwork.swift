import Torch

/// One linear layer on `[batch, 4, 1, 1]` to 3 classes.
struct LinearNetwork: Network {
    private let output = Linear(name: "output", inputs: 4, outputs: 3)

    func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        try output.initialize(into: &parameters, random: random)
        return parameters
    }

    func initialStatistics() throws -> ParameterSet { ParameterSet() }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        let output = try output(input.flattened(from: 1), parameters)
        return NetworkOutput(
            output: output, statistics: statistics, taps: [.init(name: "output", activation: output)])
    }
}
