import Torch

/// One evaluation of a network: what its blocks read, and the running statistics as they move on.
struct ForwardPass {
    let parameters: ParameterSet
    private(set) var statistics: ParameterSet
    let mode: LayerMode
    /// Dropout masks of this step; nil where nothing is dropped.
    private let random: RandomSource?

    init(parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode) throws {
        self.parameters = parameters
        self.statistics = statistics
        self.mode = mode.layerMode
        random = try mode.dropoutSource()
    }

    mutating func normalize(_ x: Tensor, _ layer: BatchNormalization) throws -> Tensor {
        let output: Tensor
        (output, statistics) = try layer(x, parameters, statistics: statistics, mode: mode)
        return output
    }

    func drop(_ x: Tensor, _ layer: Dropout) throws -> Tensor {
        guard let random else { return x }
        return try layer(x, mode: mode, random: random)
    }
}
