import Torch

/// Convolution, batch normalisation, rectifier, convolution: numbers for each pixel.
struct SmallPixelNetwork: Network {
    private let convolution = Convolution(name: "convolution", inputs: 2, outputs: 4, kernel: 3, padding: 1)
    private let norm = BatchNormalization(name: "norm", channels: 4)
    private let output: Convolution

    init(outputs: Int) {
        output = Convolution(name: "output", inputs: 4, outputs: outputs, kernel: 1)
    }

    func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        try convolution.initialize(into: &parameters, random: random)
        try norm.initialize(into: &parameters)
        try output.initialize(into: &parameters, random: random)
        return parameters
    }

    func initialStatistics() throws -> ParameterSet {
        var statistics = ParameterSet()
        try norm.initialize(statistics: &statistics)
        return statistics
    }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var layerMode = LayerMode.evaluation
        if case .training = mode { layerMode = .training }
        let convolved = try convolution(input, parameters)
        let (normal, moved) = try norm(convolved, parameters, statistics: statistics, mode: layerMode)
        let active = try normal.relu()
        return NetworkOutput(
            output: try output(active, parameters), statistics: moved,
            taps: [.init(name: "convolution", activation: active)])
    }
}
