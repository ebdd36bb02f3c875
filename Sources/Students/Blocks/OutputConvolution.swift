import Foundation
import Torch

/// The convolution that gives a network's output, with bias.
struct OutputConvolution: Block {
    enum Start: Sendable {
        /// PyTorch's default.
        case uniform
        /// Weights N(0, 0.01²), so that the output begins near the bias: one value for each output, repeated
        /// (Lin et al. 2017, focal loss).
        case bias([Double])
    }

    private let convolution: Convolution
    private let start: Start

    init(_ name: String, inputs: Int, outputs: Int, kernel: Int = 1, start: Start = .uniform) {
        convolution = Convolution(
            name: name, inputs: inputs, outputs: outputs, kernel: kernel, padding: kernel / 2)
        self.start = start
    }

    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws {
        guard case .bias(let values) = start, !values.isEmpty else {
            return try convolution.initialize(into: &parameters, random: random)
        }
        let shape = [convolution.outputs, convolution.inputs, convolution.kernel, convolution.kernel]
        try parameters.append(
            "\(convolution.name).weight", Tensor.normal(shape, deviation: 0.01, random: random))
        let bias = (0..<convolution.outputs).map { Float(values[$0 % values.count]) }
        try parameters.append("\(convolution.name).bias", Tensor(bias, shape: [convolution.outputs]))
    }

    func callAsFunction(_ x: Tensor, _ pass: ForwardPass) throws -> Tensor {
        try convolution(x, pass.parameters)
    }
}
