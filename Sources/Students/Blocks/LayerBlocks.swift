import Torch

/// A convolution as a block of its own.
struct ConvolutionLayer: Block {
    let layer: Convolution

    init(_ layer: Convolution) { self.layer = layer }

    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws {
        try layer.initialize(into: &parameters, start: .normal, random: random)
    }
}

/// Batch normalisation as a block of its own.
struct NormalizationLayer: Block {
    let layer: BatchNormalization

    init(_ layer: BatchNormalization) { self.layer = layer }

    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws {
        try layer.initialize(into: &parameters)
    }

    func initialize(statistics: inout ParameterSet) throws {
        try layer.initialize(statistics: &statistics)
    }
}

/// A linear layer as a block of its own.
struct LinearLayer: Block {
    let layer: Linear

    init(_ layer: Linear) { self.layer = layer }

    func initialize(into parameters: inout ParameterSet, random: RandomSource) throws {
        try layer.initialize(into: &parameters, random: random)
    }
}
