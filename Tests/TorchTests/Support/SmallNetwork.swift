import Torch

/// Convolution, batch normalisation with batch statistics, leaky rectifier, pooling, LSTM cell, linear and log-softmax
/// in float64: what derivatives are checked on.
struct SmallNetwork {
    let convolution = Convolution(name: "convolution", inputs: 2, outputs: 4, kernel: 3, padding: 1)
    let normalization = BatchNormalization(name: "normalization", channels: 4)
    let memory = LSTMCell(name: "memory", inputs: 4, hidden: 3)
    let head = Linear(name: "head", inputs: 3, outputs: 5)
    var parameters = ParameterSet()
    var statistics = ParameterSet()
    let x: Tensor

    init(seed: UInt64 = 5) throws {
        let random = try RandomSource(seed: seed)
        try convolution.initialize(into: &parameters, type: .float64, random: random)
        try normalization.initialize(into: &parameters, type: .float64)
        try normalization.initialize(statistics: &statistics, type: .float64)
        try memory.initialize(into: &parameters, type: .float64, random: random)
        try head.initialize(into: &parameters, type: .float64, random: random)
        x = try Tensor.normal([3, 2, 6, 6], type: .float64, random: random)
    }

    /// Log-probabilities [3, 5].
    func callAsFunction(_ tensors: [Tensor]) throws -> Tensor {
        let parameters = try self.parameters.replacing(tensors: tensors)
        var y = try convolution(x, parameters)
        y = try normalization(y, parameters, statistics: statistics, mode: .training).output
        y = try y.leakyRelu(0.1).maxPooled(2)
        y = try y.adaptiveAveragePooled(1).flattened(from: 1)
        let state = try memory(y, memory.start(batch: 3, type: .float64), parameters)
        return try head(state.hidden, parameters).logSoftmax(1)
    }

    func directions(seed: UInt64) throws -> [Tensor] {
        let random = try RandomSource(seed: seed)
        return try parameters.tensors.map { try Tensor.normal($0.shape, type: .float64, random: random) }
    }
}
