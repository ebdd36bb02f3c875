import Testing

@testable import Torch

@Suite struct ConvolutionRecordTests {
    private let layers = [
        Convolution(name: "first", inputs: 2, outputs: 4, kernel: 3, stride: 2, padding: 1),
        Convolution(name: "second", inputs: 4, outputs: 4, kernel: 3, padding: 2, dilation: 2, groups: 2),
        Convolution(name: "third", inputs: 4, outputs: 4, kernel: 1, stride: 2),
    ]

    private func network(_ input: Tensor, _ parameters: ParameterSet) throws -> Tensor {
        try layers.reduce(input) { try $1($0, parameters).tanh() }
    }

    /// Fresh parameters and tangents of the same shapes, and an input.
    private func scene() throws -> (parameters: ParameterSet, tangents: [Tensor], input: Tensor) {
        let random = try RandomSource(seed: 4)
        var parameters = ParameterSet()
        for layer in layers { try layer.initialize(into: &parameters, type: .float64, random: random) }
        let tangents = try parameters.tensors.map {
            try Tensor.normal($0.shape, type: .float64, random: random)
        }
        return (parameters, tangents, try Tensor.normal([3, 2, 9, 8], type: .float64, random: random))
    }

    @Test func aReplayedProductEqualsTheComputedOne() throws {
        let (parameters, tangents, input) = try scene()
        for subset in [[0], [1], [2], [3], [4], [5], [0, 1, 2, 3, 4, 5]] {
            let chosen = try tangents.enumerated().map { subset.contains($0) ? $1 : try $1.zerosLike() }
            let record = ConvolutionRecord()
            let value = try record.recording { try network(input, parameters) }
            let body = { (duals: [Tensor]) in try network(input, parameters.replacing(tensors: duals)) }
            let computed = try ForwardMode.product(of: parameters.tensors, along: chosen, body)
            let replayed = try record.replaying {
                try ForwardMode.product(of: parameters.tensors, along: chosen, body)
            }
            #expect(try replayed.value.doubles() == value.doubles())
            let difference = try (replayed.tangent - computed.tangent).norm().item()
            #expect(try difference <= 1e-12 * computed.tangent.norm().item())
        }
    }

    @Test func aRecordIsReplayedAsOftenAsItIsAsked() throws {
        let (parameters, tangents, input) = try scene()
        let record = ConvolutionRecord()
        _ = try record.recording { try network(input, parameters) }
        let products = try (0..<2).map { _ in
            try record.replaying {
                try ForwardMode.product(of: parameters.tensors, along: tangents) {
                    try network(input, parameters.replacing(tensors: $0))
                }
            }.tangent.doubles()
        }
        #expect(products[0] == products[1])
    }

    @Test func anotherNetworkThanTheRecordedOneIsNoticed() throws {
        let (parameters, _, input) = try scene()
        let record = ConvolutionRecord()
        _ = try record.recording { try layers[0](input, parameters) }
        #expect(throws: TorchError.self) { try record.replaying { try network(input, parameters) } }
        // Outside, convolutions are what they were.
        #expect(try network(input, parameters).shape == [3, 4, 3, 2])
    }
}
