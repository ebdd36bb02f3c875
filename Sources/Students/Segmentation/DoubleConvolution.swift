import Torch

/// Two normalised 3×3 convolutions with rectified units: a level of a U-Net.
struct DoubleConvolution: CompositeBlock {
    private let first: ConvolutionBlock
    private let second: ConvolutionBlock

    init(name: String, inputs: Int, middle: Int, outputs: Int) {
        let name = "\(name).double_conv"
        first = ConvolutionBlock("\(name).0", norm: "\(name).1", inputs: inputs, outputs: middle, kernel: 3)
        second = ConvolutionBlock("\(name).3", norm: "\(name).4", inputs: middle, outputs: outputs, kernel: 3)
    }

    var blocks: [any Block] { [first, second] }

    func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) throws -> Tensor {
        try second(first(x, &pass), &pass)
    }
}
