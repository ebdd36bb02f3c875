import Torch

/// Two 3×3 convolutions around a shortcut, which is a 1×1 convolution where size or channels change (option B of He
/// et al. 2016), under torchvision's names.
struct BasicBlock: CompositeBlock {
    private let first: ConvolutionBlock
    private let second: ConvolutionBlock
    private let shortcut: ConvolutionBlock?

    /// - Parameter dilations: of the first and of the second convolution.
    init(name: String, inputs: Int, outputs: Int, stride: Int, dilations: (Int, Int)) {
        first = ConvolutionBlock(
            "\(name).conv1", norm: "\(name).bn1", inputs: inputs, outputs: outputs, kernel: 3, stride: stride,
            dilation: dilations.0)
        second = ConvolutionBlock(
            "\(name).conv2", norm: "\(name).bn2", inputs: outputs, outputs: outputs, kernel: 3,
            dilation: dilations.1, activation: .none)
        shortcut =
            stride == 1 && inputs == outputs
            ? nil
            : ConvolutionBlock(
                "\(name).downsample.0", norm: "\(name).downsample.1", inputs: inputs, outputs: outputs,
                kernel: 1, stride: stride, activation: .none)
    }

    var blocks: [any Block] { [first, second] + (shortcut.map { [$0] } ?? []) }

    func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) throws -> Tensor {
        let inner = try second(first(x, &pass), &pass)
        return try (inner + (shortcut?(x, &pass) ?? x)).relu()
    }
}
