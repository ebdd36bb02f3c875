import Torch

/// Darknet's residual block: a 1×1 convolution to half of the channels, a 3×3 one back, and the input added (Redmon &
/// Farhadi 2018).
struct DarknetBlock: CompositeBlock {
    private let reduce: ConvolutionBlock
    private let expand: ConvolutionBlock

    init(reduce: ConvolutionBlock, expand: ConvolutionBlock) {
        self.reduce = reduce
        self.expand = expand
    }

    init(name: String, channels: Int) {
        let inner = max(channels / 2, 1)
        self.init(
            reduce: ConvolutionBlock(
                "\(name).conv1", norm: "\(name).bn1", inputs: channels, outputs: inner, kernel: 1,
                activation: .leakyRelu),
            expand: ConvolutionBlock(
                "\(name).conv2", norm: "\(name).bn2", inputs: inner, outputs: channels, kernel: 3,
                activation: .leakyRelu))
    }

    var blocks: [any Block] { [reduce, expand] }

    func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) throws -> Tensor {
        try x + expand(reduce(x, &pass), &pass)
    }
}
