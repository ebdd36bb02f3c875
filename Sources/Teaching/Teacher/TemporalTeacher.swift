package import Torch

/// The temporal teacher: an LSTM cell over the student's statistics, a linear layer and a softmax. Its last layer
/// starts at zero, so that teaching starts at equal weights.
package struct TemporalTeacher {
    package let inputs: Int
    package let metrics: Int
    package let hidden: Int
    /// Least weight of a metric as a share of an equal weight: w = floor/K + (1 − floor) softmax(·).
    package let floor: Double
    private let cell: LSTMCell

    package init(inputs: Int, metrics: Int, hidden: Int, floor: Double) {
        self.inputs = inputs
        self.metrics = metrics
        self.hidden = hidden
        self.floor = floor
        cell = LSTMCell(name: "memory", inputs: inputs, hidden: hidden)
    }

    package func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        try cell.initialize(into: &parameters, random: random)
        try parameters.append("weigh.weight", Tensor.zeros([metrics, hidden]))
        try parameters.append("weigh.bias", Tensor.zeros([metrics]))
        return parameters
    }

    package func initialMemory() throws -> LSTMCell.State {
        try cell.start(batch: 1)
    }

    /// One step of the memory.
    /// - Parameter input: `[1, inputs]`.
    /// - Returns: w, `[metrics]`, and the memory after it.
    package func weigh(
        _ input: Tensor, memory: LSTMCell.State, parameters: ParameterSet
    ) throws -> (weights: Tensor, memory: LSTMCell.State) {
        let next = try cell(input, memory, parameters)
        let scores = try next.hidden.linear(parameters["weigh.weight"], parameters["weigh.bias"])
        let soft = try scores.softmax(1).squeezed(0)
        let weights = try soft * (1 - floor) + floor / Double(metrics)
        return (weights, next)
    }

    /// ω = (a∘w)/Σ(a∘w). Where every selected weight has underflowed to 0, ω is 0 with a gradient of 0.
    package static func fuse(_ weights: Tensor, selection: Tensor) throws -> Tensor {
        let kept = try weights * selection
        return try kept / kept.sum().clamped(min: 1e-30)
    }

    /// The same on plain numbers; equal weights of the selected metrics where all of theirs are 0.
    package static func fuse(_ weights: [Double], selection: [Bool]) -> [Double] {
        let kept = zip(weights, selection).map { $1 ? $0 : 0 }
        let sum = kept.reduce(0, +)
        guard sum > 0 else {
            let count = Double(selection.count { $0 })
            return selection.map { $0 ? 1 / count : 0 }
        }
        return kept.map { $0 / sum }
    }
}
