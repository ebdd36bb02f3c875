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
        cell = LSTMCell(name: "memory", inputSize: inputs, hiddenSize: hidden)
    }

    package func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        try cell.initialize(into: &parameters, random: random)
        try parameters.append("weigh.weight", Tensor.zeros([metrics, hidden]))
        try parameters.append("weigh.bias", Tensor.zeros([metrics]))
        return parameters
    }

    package func initialMemory() throws -> TeacherMemory {
        TeacherMemory(hidden: try Tensor.zeros([1, hidden]), cell: try Tensor.zeros([1, hidden]))
    }

    /// One step of the memory.
    /// - Parameter input: `[1, inputs]`.
    /// - Returns: w, `[metrics]`, and the memory after it.
    package func weigh(
        _ input: Tensor, memory: TeacherMemory, parameters: ParameterSet
    ) throws -> (weights: Tensor, memory: TeacherMemory) {
        let next = try cell(input, hidden: memory.hidden, cell: memory.cell, parameters: parameters)
        let scores = try next.hidden.linear(parameters["weigh.weight"], parameters["weigh.bias"])
        let soft = try scores.softmax(1).squeezed(0)
        let weights = try (soft * (1 - floor)).adding(scalar: floor / Double(metrics))
        return (weights, TeacherMemory(hidden: next.hidden, cell: next.cell))
    }

    /// ω = (a∘w)/Σ(a∘w).
    package static func fuse(_ weights: Tensor, selection: Tensor) throws -> Tensor {
        let kept = try weights * selection
        return try kept / kept.sum()
    }
}

/// What the teacher remembers: the LSTM's hidden and cell state, `[1, hidden]` each.
package struct TeacherMemory {
    package var hidden: Tensor
    package var cell: Tensor

    package init(hidden: Tensor, cell: Tensor) {
        self.hidden = hidden
        self.cell = cell
    }
}
