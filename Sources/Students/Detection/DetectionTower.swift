import Torch

/// 3×3 convolutions with group normalisation and rectified units that all scales share. Groups of one image's channels
/// need no running statistics, which the scales could not share.
struct DetectionTower: Block {
    private let layers: [(convolution: Convolution, norm: GroupNormalization)]

    /// - Parameter channels: a multiple of 4, which is a group.
    init(name: String, channels: Int, depth: Int) {
        layers = (0..<depth).map { index in
            (
                Convolution(
                    name: "\(name).\(3 * index)", inputs: channels, outputs: channels, kernel: 3, padding: 1),
                GroupNormalization(name: "\(name).\(3 * index + 1)", groups: channels / 4, channels: channels)
            )
        }
    }

    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws {
        for layer in layers {
            try layer.convolution.initialize(into: &parameters, start: .normal, random: random)
            try layer.norm.initialize(into: &parameters)
        }
    }

    func callAsFunction(_ x: Tensor, _ pass: ForwardPass) throws -> Tensor {
        var x = x
        for layer in layers {
            x = try layer.norm(layer.convolution(x, pass.parameters), pass.parameters).relu()
        }
        return x
    }
}
