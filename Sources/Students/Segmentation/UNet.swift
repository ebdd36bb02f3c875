import Torch

/// U-Net (Ronneberger et al. 2015) with padded convolutions and batch normalisation, under the names of
/// milesial/Pytorch-UNet in its bilinear form. Upsampling is bilinear with half-pixel centres, where pooled pixels lie,
/// and a convolution: a transposed convolution has more parameters and draws checkerboards (Odena et al. 2016).
///
/// An image whose sides are no multiples of 2^depth is padded with zeros below and to the right, and the logits are
/// cropped, so that every level lies exactly over the next.
struct UNet: BlockNetwork {
    private let entry: DoubleConvolution
    private let down: [DoubleConvolution]
    private let up: [DoubleConvolution]
    private let output: OutputConvolution

    init(shape: StudentShape, width: Int, depth: Int) {
        // The bottom has half of the channels that the doubling asks for, since bilinear upsampling halves none.
        func channels(_ level: Int) -> Int { level == depth ? width << (level - 1) : width << level }
        entry = DoubleConvolution(name: "inc", inputs: shape.channels, middle: width, outputs: width)
        down = (1...depth).map { level in
            DoubleConvolution(
                name: "down\(level).maxpool_conv.1", inputs: width << (level - 1), middle: channels(level),
                outputs: channels(level))
        }
        up = (1...depth).map { step in
            let level = depth - step
            let joined = width << (level + 1)
            return DoubleConvolution(
                name: "up\(step).conv", inputs: joined, middle: joined / 2,
                outputs: level == 0 ? width : width << (level - 1))
        }
        output = OutputConvolution("outc.conv", inputs: width, outputs: shape.classes)
    }

    var blocks: [any Block] { [entry] + down + up + [output] }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        var pass = try ForwardPass(parameters: parameters, statistics: statistics, mode: mode)
        let (height, width) = (input.shape[2], input.shape[3])
        var x = try entry(padded(input), &pass)
        let early = x
        var skips: [Tensor] = []
        for block in down {
            skips.append(x)
            x = try block(x.maxPooled(2), &pass)
        }
        let middle = x
        for (block, skip) in zip(up, skips.reversed()) {
            let size = skip.shape
            let raised = try x.interpolated(height: size[2], width: size[3], .bilinear())
            x = try block(Tensor.concatenated([skip, raised], 1), &pass)
        }
        let logits = try output(x, pass)  // [batch, classes, padded height, padded width]
        return NetworkOutput(
            output: try logits.narrowed(2, 0, height).narrowed(3, 0, width), statistics: pass.statistics,
            taps: [
                .init(name: "inc", activation: early), .init(name: "down\(down.count)", activation: middle),
                .init(name: "up\(up.count)", activation: x),
            ])
    }

    private func padded(_ input: Tensor) throws -> Tensor {
        let multiple = 1 << down.count
        func missing(_ size: Int) -> Int { (multiple - size % multiple) % multiple }
        let (below, right) = (missing(input.shape[2]), missing(input.shape[3]))
        return below + right == 0 ? input : try input.padded([0, right, 0, below])
    }
}

extension Student {
    private static let width = StudentParameter(
        name: "width", isInteger: true, default: 16, range: 1...128, description: "channels at full size")
    /// Four halvings are the paper's.
    private static let depth = StudentParameter(
        name: "depth", isInteger: true, default: 4, range: 1...6, description: "halvings of the image")

    package static let unet = Student(
        name: "unet", description: "encoder and decoder with skip connections, bilinear upsampling",
        source: "Ronneberger et al. 2015", parameters: [width, depth]
    ) { shape, values in
        UNet(shape: shape, width: Int(values[width]), depth: Int(values[depth]))
    }
}
