import Teaching
import Torch

/// Convolution, batch normalisation, rectifier, dropout, linear: every mode that a student step can have.
struct SmallNetwork: Network {
    private let convolution = Convolution(name: "convolution", inputs: 2, outputs: 4, kernel: 3, padding: 1)
    private let norm = BatchNormalization(name: "norm", channels: 4)
    private let dropout = Dropout(probability: 0.3)
    private let output = Linear(name: "output", inputs: 4 * 25, outputs: 5)

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
        var random: RandomSource?
        if case .training(let seed) = mode {
            layerMode = .training
            random = try seed.map { try RandomSource(seed: $0) }
        }
        let convolved = try convolution(input, parameters)
        let (normal, moved) = try norm(convolved, parameters, statistics: statistics, mode: layerMode)
        let active = try normal.relu()
        var features = try active.flattened(from: 1)
        if let random { features = try dropout(features, mode: .training, random: random) }
        return NetworkOutput(
            output: try output(features, parameters), statistics: moved,
            taps: [.init(name: "convolution", activation: active)])
    }
}

enum LabelledBatchFactory {
    /// Random images and labels for ``SmallNetwork``.
    static func make(count: Int = 12, seed: UInt64, type: DataType = .float64) throws -> LabelledBatch {
        let random = try RandomSource(seed: seed)
        let input = try Tensor.normal([count, 2, 5, 5], type: type, random: random)
        let target = try Tensor((0..<count).map { Int64(($0 * 7 + Int(seed)) % 5) }, shape: [count])
        return LabelledBatch(input: input, target: target)
    }
}
