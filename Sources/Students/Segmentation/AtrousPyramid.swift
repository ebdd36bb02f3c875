import Torch

/// Atrous spatial pyramid pooling (Chen et al. 2017) under torchvision's names: a 1×1 convolution, three dilated 3×3
/// ones and the image's average side by side, projected to `outputs` channels.
struct AtrousPyramid: CompositeBlock {
    private let pointwise: ConvolutionBlock
    private let dilated: [ConvolutionBlock]
    private let image: ConvolutionBlock
    private let project: ConvolutionBlock

    init(name: String, inputs: Int, outputs: Int, rates: [Int]) {
        pointwise = ConvolutionBlock(
            "\(name).convs.0.0", norm: "\(name).convs.0.1", inputs: inputs, outputs: outputs, kernel: 1)
        dilated = rates.enumerated().map { index, rate in
            ConvolutionBlock(
                "\(name).convs.\(index + 1).0", norm: "\(name).convs.\(index + 1).1", inputs: inputs,
                outputs: outputs, kernel: 3, dilation: rate)
        }
        let last = "\(name).convs.\(rates.count + 1)"
        image = ConvolutionBlock(
            "\(last).1", norm: "\(last).2", inputs: inputs, outputs: outputs, kernel: 1)
        project = ConvolutionBlock(
            "\(name).project.0", norm: "\(name).project.1", inputs: (rates.count + 2) * outputs,
            outputs: outputs, kernel: 1)
    }

    var blocks: [any Block] { [pointwise] + dilated + [image, project] }

    /// `[batch, inputs, height, width]` → `[batch, outputs, height, width]`
    func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) throws -> Tensor {
        let size = x.shape
        var parts: [Tensor] = []
        for block in [pointwise] + dilated { parts.append(try block(x, &pass)) }
        let average = try image(x.adaptiveAveragePooled(1), &pass)
        parts.append(try average.interpolated(height: size[2], width: size[3]))
        return try project(Tensor.concatenated(parts, 1), &pass)
    }
}
