import Torch

/// ResNet-18 without its classifier (He et al. 2016), under torchvision's names: four stages of two blocks with 1, 2,
/// 4 and 8 times `width` channels (64 there) at 1/4, 1/8, 1/16 and 1/32 of the image.
///
/// From `outputStride` on a stage keeps the size and doubles the dilation instead (the algorithme à trous): where the
/// strided network would have had a pixel, the dilated one has the same value.
struct ResidualBackbone: CompositeBlock {
    let stem: ConvolutionBlock
    let stages: [[BasicBlock]]
    /// Channels of each stage.
    let channels: [Int]

    init(name: String, inputs: Int, width: Int, outputStride: Int = 32) {
        stem = ConvolutionBlock(
            "\(name).conv1", norm: "\(name).bn1", inputs: inputs, outputs: width, kernel: 7, stride: 2)
        let channels = [width, 2 * width, 4 * width, 8 * width]
        self.channels = channels
        var stages: [[BasicBlock]] = []
        var reached = 4
        var dilation = 1
        for (index, outputs) in channels.enumerated() {
            let before = dilation
            let halves = index > 0 && reached < outputStride
            if halves { reached *= 2 } else if index > 0 { dilation *= 2 }
            stages.append(
                (0..<2).map { block in
                    BasicBlock(
                        name: "\(name).layer\(index + 1).\(block)",
                        inputs: block == 0 ? channels[max(index - 1, 0)] : outputs, outputs: outputs,
                        stride: block == 0 && halves ? 2 : 1,
                        dilations: (block == 0 ? before : dilation, dilation))
                })
        }
        self.stages = stages
    }

    var blocks: [any Block] { [stem] + Array(stages.joined()) }

    /// The four stages' activations, `[batch, channels, ⌈height / stride⌉, ⌈width / stride⌉]`.
    func callAsFunction(_ input: Tensor, _ pass: inout ForwardPass) throws -> [NetworkOutput.Tap] {
        var x = try stem(input, &pass).maxPooled(3, stride: 2, padding: 1)
        var taps: [NetworkOutput.Tap] = []
        for (index, stage) in stages.enumerated() {
            for block in stage { x = try block(x, &pass) }
            taps.append(.init(name: "layer\(index + 1)", activation: x))
        }
        return taps
    }
}
