/// A long short-term memory cell (Hochreiter & Schmidhuber 1997), under PyTorch's names `name.weight_ih`
/// [4 · hidden, inputs], `name.weight_hh` [4 · hidden, hidden], `name.bias_ih` and `name.bias_hh` [4 · hidden].
package struct LSTMCell: Sendable {
    package struct State {
        package var hidden: Tensor
        package var cell: Tensor

        package init(hidden: Tensor, cell: Tensor) {
            self.hidden = hidden
            self.cell = cell
        }
    }

    package let name: String
    package let inputs: Int
    package let hidden: Int

    package init(name: String, inputs: Int, hidden: Int) {
        self.name = name
        self.inputs = inputs
        self.hidden = hidden
    }

    /// Adds PyTorch's default first values, all U(−1/√hidden, 1/√hidden).
    package func initialize(
        into parameters: inout ParameterSet, type: DataType = .float32, random: RandomSource
    ) throws(TorchError) {
        let shapes = [
            ("weight_ih", [4 * hidden, inputs]), ("weight_hh", [4 * hidden, hidden]),
            ("bias_ih", [4 * hidden]),
            ("bias_hh", [4 * hidden]),
        ]
        for (part, shape) in shapes {
            try parameters.append(
                "\(name).\(part)",
                Initialization.kaimingUniform(shape, fan: hidden, type: type, random: random))
        }
    }

    /// The state before the first step: zeros [batch, hidden].
    package func start(
        batch: Int, type: DataType = .float32, device: Device = .cpu
    ) throws(TorchError) -> State {
        let zeros = try Tensor.zeros([batch, hidden], type: type, device: device)
        return State(hidden: zeros, cell: zeros)
    }

    /// One step: x [batch, inputs].
    package func callAsFunction(
        _ x: Tensor, _ state: State, _ parameters: ParameterSet
    ) throws(TorchError) -> State {
        let (hidden, cell) = try Tensor.lstmCell(
            x, hidden: state.hidden, cell: state.cell, inputWeight: parameters["\(name).weight_ih"],
            hiddenWeight: parameters["\(name).weight_hh"], inputBias: parameters["\(name).bias_ih"],
            hiddenBias: parameters["\(name).bias_hh"])
        return State(hidden: hidden, cell: cell)
    }
}
