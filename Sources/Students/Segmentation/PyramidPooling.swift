import Torch

/// The pyramid pooling module of Zhao et al. 2017: averages over grids of 1, 2, 3 and 6 cells a side, each reduced to
/// a quarter of the channels, raised to the map's size and put beside it.
struct PyramidPooling: CompositeBlock {
    static let bins = [1, 2, 3, 6]
    let outputs: Int
    private let reductions: [ConvolutionBlock]

    init(name: String, inputs: Int) {
        let reduced = max(inputs / Self.bins.count, 1)
        outputs = inputs + Self.bins.count * reduced
        reductions = Self.bins.indices.map { index in
            ConvolutionBlock(
                "\(name).features.\(index).1", norm: "\(name).features.\(index).2", inputs: inputs,
                outputs: reduced, kernel: 1)
        }
    }

    var blocks: [any Block] { reductions }

    /// `[batch, inputs, height, width]` → `[batch, outputs, height, width]`
    func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) throws -> Tensor {
        let size = x.shape
        var parts = [x]
        for (bin, reduction) in zip(Self.bins, reductions) {
            let pooled = try reduction(x.adaptiveAveragePooled(bin), &pass)
            parts.append(try pooled.interpolated(height: size[2], width: size[3], .bilinear()))
        }
        return try Tensor.concatenated(parts, 1)
    }
}
