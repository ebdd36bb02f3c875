import Torch

/// A feature pyramid (Lin et al. 2017) under torchvision's names: maps of a backbone brought to one number of channels,
/// each with the next coarser one added, and smoothed.
struct FeaturePyramid: CompositeBlock {
    private let inner: [OutputConvolution]
    private let layers: [OutputConvolution]

    init(name: String, inputs: [Int], outputs: Int) {
        inner = inputs.enumerated().map { index, inputs in
            OutputConvolution("\(name).inner_blocks.\(index).0", inputs: inputs, outputs: outputs)
        }
        layers = inputs.indices.map { index in
            OutputConvolution("\(name).layer_blocks.\(index).0", inputs: outputs, outputs: outputs, kernel: 3)
        }
    }

    var blocks: [any Block] { inner + layers }

    /// The maps, the finest first, and so the result.
    func callAsFunction(_ maps: [Tensor], _ pass: ForwardPass) throws -> [Tensor] {
        var results: [Tensor] = []
        var above: Tensor?
        for ((inner, layer), map) in zip(zip(inner, layers), maps).reversed() {
            var x = try inner(map, pass)
            let size = map.shape
            if let above { x = try x + above.interpolated(height: size[2], width: size[3]) }
            above = x
            results.append(try layer(x, pass))
        }
        return results.reversed()
    }
}
