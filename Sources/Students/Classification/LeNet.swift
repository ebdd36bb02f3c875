import Torch

/// LeNet-5 (LeCun et al. 1998) in its usual form: rectified units, max pooling, all maps connected. Images of less
/// than 32 pixels a side are padded in the first convolution, as LeCun's 28-pixel digits were; below 16 in the second
/// as well.
struct LeNet: Network {
    private let c1: Convolution
    private let c3: Convolution
    private let c5: Linear
    private let f6: Linear
    private let output: Linear

    init(shape: StudentShape) {
        let firstPadding = min(shape.height, shape.width) < 32 ? 2 : 0
        let secondPadding = min(shape.height, shape.width) < 16 ? 2 : 0
        func side(_ size: Int) -> Int {
            let pooled = (size + 2 * firstPadding - 4) / 2
            return (pooled + 2 * secondPadding - 4) / 2
        }
        c1 = Convolution(name: "c1", inputs: shape.channels, outputs: 6, kernel: 5, padding: firstPadding)
        c3 = Convolution(name: "c3", inputs: 6, outputs: 16, kernel: 5, padding: secondPadding)
        c5 = Linear(name: "c5", inputs: 16 * side(shape.height) * side(shape.width), outputs: 120)
        f6 = Linear(name: "f6", inputs: 120, outputs: 84)
        output = Linear(name: "output", inputs: 84, outputs: shape.classes)
    }

    func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        try c1.initialize(into: &parameters, random: random)
        try c3.initialize(into: &parameters, random: random)
        for layer in [c5, f6, output] { try layer.initialize(into: &parameters, random: random) }
        return parameters
    }

    func initialStatistics() throws -> ParameterSet { ParameterSet() }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        let early = try c1(input, parameters).relu()  // [batch, 6, height, width]
        let middle = try c3(early.maxPooled(2), parameters).relu()  // [batch, 16, ...]
        let late = try c5(middle.maxPooled(2).flattened(from: 1), parameters).relu()  // [batch, 120]
        let features = try f6(late, parameters).relu()  // [batch, 84]
        return NetworkOutput(
            output: try output(features, parameters), statistics: statistics,
            taps: [
                .init(name: "c1", activation: early), .init(name: "c3", activation: middle),
                .init(name: "c5", activation: late),
            ])
    }
}

extension Student {
    package static let lenet5 = Student(
        name: "lenet5", description: "two convolutions and three linear layers", source: "LeCun et al. 1998",
        parameters: []
    ) { shape, _ throws(StudentError) in
        try shape.requireSide(4, for: "lenet5")
        return LeNet(shape: shape)
    }
}
