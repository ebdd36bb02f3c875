import Torch

/// Rectified linear layers of one width, with dropout behind each.
struct MultilayerPerceptron: Network {
    private let hidden: [Linear]
    private let output: Linear
    private let dropout: Dropout

    init(shape: StudentShape, width: Int, depth: Int, dropout: Double) {
        let inputs = shape.channels * shape.height * shape.width
        hidden = (0..<depth).map { index in
            Linear(name: "hidden\(index + 1)", inputs: index == 0 ? inputs : width, outputs: width)
        }
        output = Linear(name: "output", inputs: width, outputs: shape.classes)
        self.dropout = Dropout(probability: dropout)
    }

    func initialParameters(random: RandomSource) throws -> ParameterSet {
        var parameters = ParameterSet()
        for layer in hidden + [output] { try layer.initialize(into: &parameters, random: random) }
        return parameters
    }

    func initialStatistics() throws -> ParameterSet { ParameterSet() }

    func callAsFunction(
        _ input: Tensor, parameters: ParameterSet, statistics: ParameterSet, mode: NetworkMode
    ) throws -> NetworkOutput {
        let random = try mode.dropoutSource()
        var x = try input.flattened(from: 1)  // [batch, inputs]
        var taps: [NetworkOutput.Tap] = []
        for layer in hidden {
            let activation = try layer(x, parameters).relu()  // [batch, width]
            taps.append(.init(name: layer.name, activation: activation))
            x = try random.map { try dropout(activation, mode: .training, random: $0) } ?? activation
        }
        return NetworkOutput(
            output: try output(x, parameters), statistics: statistics, taps: NetworkOutput.spread(taps))
    }
}

extension Student {
    private static let width = StudentParameter(
        name: "width", isInteger: true, default: 128, range: 1...4096, description: "units of a hidden layer")
    private static let depth = StudentParameter(
        name: "depth", isInteger: true, default: 2, range: 1...16, description: "hidden layers")
    private static let dropout = StudentParameter(
        name: "dropout", isInteger: false, default: 0, range: 0...0.9,
        description: "probability that a hidden unit is dropped")

    package static let mlp = Student(
        name: "mlp", description: "multi-layer perceptron with rectified units",
        source: "Rumelhart et al. 1986",
        parameters: [width, depth, dropout]
    ) { shape, values in
        MultilayerPerceptron(
            shape: shape, width: Int(values[width]), depth: Int(values[depth]), dropout: values[dropout])
    }
}
