/// Counts the layers of a Darknet configuration, whose numbers are the layers' names. Shortcuts, routes, upsampling and
/// outputs count as well.
struct DarknetNumbering {
    private var next = 0

    mutating func skip(_ layers: Int) { next += layers }

    /// The names of the next layer's convolution and normalisation.
    mutating func names() -> (convolution: String, norm: String) {
        defer { next += 1 }
        return ("module_list.\(next).conv_\(next)", "module_list.\(next).batch_norm_\(next)")
    }

    mutating func convolution(
        _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1
    ) -> ConvolutionBlock {
        let names = names()
        return ConvolutionBlock(
            names.convolution, norm: names.norm, inputs: inputs, outputs: outputs, kernel: kernel,
            stride: stride, activation: .leakyRelu)
    }
}
