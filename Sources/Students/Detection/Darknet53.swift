import Torch

/// The backbone of YOLOv3 (Redmon & Farhadi 2018): five stages that halve the image and double the channels, with 1, 2,
/// 8, 8 and 4 residual blocks.
struct Darknet53: CompositeBlock {
    private let stem: ConvolutionBlock
    private let stages: [(descent: ConvolutionBlock, residuals: [DarknetBlock])]

    init(inputs: Int, width: Int, numbering: inout DarknetNumbering) {
        stem = numbering.convolution(inputs, width, kernel: 3)
        var stages: [(descent: ConvolutionBlock, residuals: [DarknetBlock])] = []
        for (index, count) in [1, 2, 8, 8, 4].enumerated() {
            let channels = width << (index + 1)
            let descent = numbering.convolution(channels / 2, channels, kernel: 3, stride: 2)
            var residuals: [DarknetBlock] = []
            for _ in 0..<count {
                residuals.append(
                    DarknetBlock(
                        reduce: numbering.convolution(channels, channels / 2, kernel: 1),
                        expand: numbering.convolution(channels / 2, channels, kernel: 3)))
                numbering.skip(1)
            }
            stages.append((descent, residuals))
        }
        self.stages = stages
    }

    var blocks: [any Block] {
        [stem] + stages.flatMap { [$0.descent] as [any Block] + $0.residuals }
    }

    /// The five stages' activations, at 1/2 to 1/32 of the image.
    func callAsFunction(_ input: Tensor, _ pass: inout ForwardPass) throws -> [NetworkOutput.Tap] {
        var x = try stem(input, &pass)
        var taps: [NetworkOutput.Tap] = []
        for (index, stage) in stages.enumerated() {
            x = try stage.descent(x, &pass)
            for block in stage.residuals { x = try block(x, &pass) }
            taps.append(.init(name: "stage\(index + 1)", activation: x))
        }
        return taps
    }
}
