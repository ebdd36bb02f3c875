/// Batch normalisation (Ioffe & Szegedy 2015) of channels, under the names `name.weight` and `name.bias`. The
/// running statistics `name.running_mean` and `name.running_var` are a second, explicit value.
package struct BatchNormalization: Sendable {
    package let name: String
    package let channels: Int
    package let epsilon: Double
    /// The share of the new batch in the running statistics.
    package let momentum: Double

    package init(name: String, channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1) {
        self.name = name
        self.channels = channels
        self.epsilon = epsilon
        self.momentum = momentum
    }

    /// Adds weight 1 and bias 0.
    package func initialize(
        into parameters: inout ParameterSet, type: DataType = .float32
    ) throws(TorchError) {
        try parameters.append("\(name).weight", Tensor.ones([channels], type: type))
        try parameters.append("\(name).bias", Tensor.zeros([channels], type: type))
    }

    /// Adds mean 0 and variance 1.
    package func initialize(
        statistics: inout ParameterSet, type: DataType = .float32
    ) throws(TorchError) {
        try statistics.append("\(name).running_mean", Tensor.zeros([channels], type: type))
        try statistics.append("\(name).running_var", Tensor.ones([channels], type: type))
    }

    /// Training normalises with the batch and returns the statistics moved by `momentum` towards the batch's mean
    /// and unbiased variance; evaluation normalises with the given statistics and returns them as they are.
    package func callAsFunction(
        _ x: Tensor, _ parameters: ParameterSet, statistics: ParameterSet, mode: LayerMode
    ) throws(TorchError) -> (output: Tensor, statistics: ParameterSet) {
        let weight = try parameters["\(name).weight"]
        let bias = try parameters["\(name).bias"]
        let oldMean = try statistics["\(name).running_mean"]
        let oldVariance = try statistics["\(name).running_var"]
        switch mode {
        case .evaluation:
            let output = try x.batchNormalized(
                mean: oldMean, variance: oldVariance, weight: weight, bias: bias, epsilon: epsilon)
            return (output, statistics)
        case .training:
            let (output, mean, variance) = try x.batchNormalized(weight: weight, bias: bias, epsilon: epsilon)
            let values = Double(x.count / max(channels, 1))
            let unbiased = try variance * (values / max(values - 1, 1))
            var moved = statistics
            try moved.replace("\(name).running_mean", with: oldMean.lerp(mean, weight: momentum))
            try moved.replace("\(name).running_var", with: oldVariance.lerp(unbiased, weight: momentum))
            return (output, moved)
        }
    }
}
