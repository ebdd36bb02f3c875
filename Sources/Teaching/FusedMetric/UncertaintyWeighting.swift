import func Foundation.exp

package import Torch

/// Weights by homoscedastic uncertainty (Kendall, Gal & Cipolla 2018): each metric has a log-variance ζ_i, a parameter
/// that the student's optimiser trains beside the student's,
///
///     L = Σ_i ω⁰_i ( e^(−ζ_i) m̃_i + ζ_i ),   m̃_i = G s_ref m_i/s_i,   ∂L/∂ζ_i = ω⁰_i (1 − e^(−ζ_i) m̃_i),
///
/// so that ω_i = ω⁰_i e^(−ζ_i) (not of sum 1) and e^(ζ_i) = m̃_i where nothing moves. ω⁰ are equal weights, s_i the scales of
/// ``MetricScales``, G the number of groups: at ζ = 0 it is the method `uniform`.
package struct UncertaintyWeighting {
    /// |ζ_i| is at most this *(ours)*: a metric that is 0, which has no variance, would get a weight without end.
    package static let bound = 3.0

    /// ω⁰.
    let base: [Double]

    package func initialState(optimizer: any Optimizer) throws -> LearnedWeights {
        var parameters = ParameterSet()
        try parameters.append("log_variance", Tensor.zeros([base.count], type: .float64))
        return LearnedWeights(
            parameters: parameters, optimizer: try optimizer.initialState(for: parameters.tensors))
    }

    /// ω_i = ω⁰_i e^(−ζ_i).
    func weights(_ state: LearnedWeights) throws -> [Double] {
        try zip(base, state.parameters["log_variance"].doubles()).map { $0 * exp(-$1) }
    }

    /// Σ_i ω⁰_i ζ_i, the part of L that is not the metrics'.
    func penalty(_ state: LearnedWeights) throws -> Double {
        try zip(base, state.parameters["log_variance"].doubles()).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// One step of the log-variances, by the student's optimiser.
    /// - Parameter weightedValues: c_i m_i = ω⁰_i e^(−ζ_i) m̃_i, by metric.
    func learn(
        _ state: LearnedWeights, weightedValues: [Double], optimizer: any Optimizer, learningRate: Double
    ) throws -> LearnedWeights {
        let gradient = try Tensor(zip(base, weightedValues).map { $0 - $1 }, shape: [base.count])
        let updated = try Torch.withoutGradient {
            try optimizer.update(
                state.parameters.tensors, gradients: [gradient], state: state.optimizer,
                learningRate: learningRate)
        }
        return LearnedWeights(
            parameters: try state.parameters.replacing(
                tensors: updated.parameters.map { try $0.clamped(min: -Self.bound, max: Self.bound) }),
            optimizer: updated.state)
    }
}

/// Parameters of the loss that are trained with the student.
package struct LearnedWeights {
    package var parameters: ParameterSet
    package var optimizer: OptimizerState

    package init(parameters: ParameterSet, optimizer: OptimizerState) {
        self.parameters = parameters
        self.optimizer = optimizer
    }
}
