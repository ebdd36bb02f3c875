import Torch

/// One scale's end of YOLOv3: five convolutions whose result also goes to the next finer scale, one more, the output.
struct YOLOBranch: CompositeBlock {
    /// Halves what a coarser branch hands on, before it is raised and joined; nil in the coarsest.
    private let lateral: ConvolutionBlock?
    private let trunk: [ConvolutionBlock]
    private let last: ConvolutionBlock
    private let output: OutputConvolution

    /// - Parameter inputs: channels that the trunk gets, after joining.
    init(
        channels: Int, inputs: Int, isFirst: Bool, outputs: Int, start: OutputConvolution.Start,
        numbering: inout DarknetNumbering
    ) {
        if isFirst {
            lateral = nil
        } else {
            numbering.skip(1)  // the route to the coarser trunk
            lateral = numbering.convolution(2 * channels, channels, kernel: 1)
            numbering.skip(2)  // upsampling, the route that joins
        }
        trunk = [
            numbering.convolution(inputs, channels, kernel: 1),
            numbering.convolution(channels, 2 * channels, kernel: 3),
            numbering.convolution(2 * channels, channels, kernel: 1),
            numbering.convolution(channels, 2 * channels, kernel: 3),
            numbering.convolution(2 * channels, channels, kernel: 1),
        ]
        last = numbering.convolution(channels, 2 * channels, kernel: 3)
        output = OutputConvolution(
            numbering.names().convolution, inputs: 2 * channels, outputs: outputs, start: start)
        numbering.skip(1)  // the output's decoding
    }

    var blocks: [any Block] {
        (lateral.map { [$0] } ?? []) as [any Block] + trunk + [last, output]
    }

    /// - Parameter carried: the coarser trunk's result. - Returns: this trunk's, and the output's map.
    func callAsFunction(
        _ stage: Tensor, carried: Tensor?, _ pass: inout ForwardPass
    ) throws -> (features: Tensor, map: Tensor) {
        var x = stage
        if let carried, let lateral {
            let size = stage.shape
            let raised = try lateral(carried, &pass).interpolated(height: size[2], width: size[3])
            x = try Tensor.concatenated([raised, stage], 1)
        }
        for block in trunk { x = try block(x, &pass) }
        return (x, try output(last(x, &pass), pass))
    }
}
