import Testing
import Torch

@Suite("Layers equal PyTorch's")
struct LayerTests {
    private func set(_ prefix: String, _ golden: Golden, _ names: [String: String]) throws -> ParameterSet {
        var parameters = ParameterSet()
        for (name, input) in names.sorted(by: { $0.key < $1.key }) {
            try parameters.append("\(prefix).\(name)", golden.input(input))
        }
        return parameters
    }

    @Test func linear() throws {
        let golden = try Golden.named("linear")
        let parameters = try set("head", golden, ["weight": "weight", "bias": "bias"])
        let layer = Linear(name: "head", inputs: 5, outputs: 3)
        try golden.expect(layer(golden.input("x"), parameters))
    }

    @Test func convolution() throws {
        let golden = try Golden.named("convolution.dilation")
        let parameters = try set("c", golden, ["weight": "weight", "bias": "bias"])
        let layer = Convolution(name: "c", inputs: 4, outputs: 6, kernel: 3, padding: 2, dilation: 2)
        try golden.expect(layer(golden.input("x"), parameters))
    }

    @Test func batchNormalizationAndItsRunningStatistics() throws {
        let golden = try Golden.named("batchNormalization")
        let layer = BatchNormalization(name: "n", channels: 4)
        let parameters = try set("n", golden, ["weight": "weight", "bias": "bias"])
        let statistics = try set("n", golden, ["running_mean": "mean", "running_var": "variance"])
        let x = try golden.input("x")

        let evaluated = try layer(x, parameters, statistics: statistics, mode: .evaluation)
        let trained = try layer(x, parameters, statistics: statistics, mode: .training)
        try golden.expect(
            evaluated.output, trained.output, trained.statistics["n.running_mean"],
            trained.statistics["n.running_var"])
        #expect(
            try statistics["n.running_mean"].doubles() == evaluated.statistics["n.running_mean"].doubles(),
            "evaluation leaves the statistics as they are")
    }

    @Test func batchStatisticsCarryNoHistory() throws {
        let x = try Tensor.normal([4, 2, 3, 3], type: .float64, random: RandomSource(seed: 1))
            .requiringGradient()
        let (output, mean, variance) = try x.batchNormalized()
        #expect(output.requiresGradient)
        #expect(!mean.requiresGradient && !variance.requiresGradient)
        #expect(try largestDistance(mean.doubles(), x.mean([0, 2, 3]).doubles()) < 1e-12)
        let expected = try x.variance([0, 2, 3], unbiased: false).doubles()
        #expect(try largestDistance(variance.doubles(), expected) < 1e-12)
    }

    @Test func lstmCell() throws {
        let golden = try Golden.named("lstmCell")
        let parts = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
        let parameters = try set("m", golden, Dictionary(uniqueKeysWithValues: parts.map { ($0, $0) }))
        let state = try LSTMCell(name: "m", inputs: 3, hidden: 5)(
            golden.input("x"), .init(hidden: golden.input("hidden"), cell: golden.input("cell")), parameters)
        try golden.expect(state.hidden, state.cell)
    }

    @Test func dropoutScalesWhatItKeeps() throws {
        let x = try Tensor.ones([10_000])
        let random = try RandomSource(seed: 3)
        let again = try RandomSource(seed: 3)
        let dropout = Dropout(probability: 0.25)
        let dropped = try dropout(x, mode: .training, random: random).floats()
        #expect(Set(dropped) == [0, Float(1 / 0.75)])
        let kept = Double(dropped.count { $0 != 0 }) / 10_000
        #expect(abs(kept - 0.75) < 0.02)
        #expect(
            try dropout(x, mode: .training, random: again).floats() == dropped,
            "the same draws give the same mask")
        #expect(try dropout(x, mode: .evaluation, random: random).floats() == x.floats())
        let everything = try Dropout(probability: 1)(x, mode: .training, random: random)
        #expect(try everything.floats() == [Float](repeating: 0, count: 10_000))
    }

    @Test func initialValuesHaveTheirShapesAndBounds() throws {
        var parameters = ParameterSet()
        let random = try RandomSource(seed: 11)
        try Linear(name: "l", inputs: 100, outputs: 50).initialize(into: &parameters, random: random)
        try Convolution(name: "c", inputs: 4, outputs: 8, kernel: 5, groups: 2, bias: false)
            .initialize(into: &parameters, random: random)
        try LSTMCell(name: "m", inputs: 3, hidden: 16).initialize(into: &parameters, random: random)
        #expect(
            parameters.names == [
                "l.weight", "l.bias", "c.weight", "m.weight_ih", "m.weight_hh", "m.bias_ih", "m.bias_hh",
            ])
        #expect(
            parameters.tensors.map(\.shape) == [
                [50, 100], [50], [8, 2, 5, 5], [64, 3], [64, 16], [64], [64],
            ])
        #expect(parameters.count == 5000 + 50 + 400 + 192 + 1024 + 64 + 64)
        for (name, bound) in [("l.weight", 0.1), ("c.weight", 1 / 50.0.squareRoot()), ("m.weight_hh", 0.25)] {
            let largest = try parameters[name].abs().maximum().item()
            #expect(largest <= bound && largest > 0.95 * bound, "\(name)")
        }
        let normal = try Initialization.kaimingNormal([200, 200], fan: 8, random: random)
        #expect(try abs(normal.variance().item() - 0.25) < 0.01)
    }
}
