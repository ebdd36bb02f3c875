import Testing
import Torch

/// The forward product of batch normalisation, which has a formula of its own here.
@Suite struct OptimizationBatchNormalizationTests {
    /// Which of input, weight and bias exist and which of them carry a tangent.
    struct Case: CustomTestStringConvertible {
        var weight: Bool
        var bias: Bool
        var moving: [Bool]

        var testDescription: String { "weight \(weight), bias \(bias), tangents \(moving)" }
    }

    static var cases: [Case] {
        var cases: [Case] = []
        for (weight, bias) in [(true, true), (true, false), (false, true), (false, false)] {
            for bits in 1..<8 {
                let moving = [bits & 1 != 0, bits & 2 != 0, bits & 4 != 0]
                guard weight || !moving[1], bias || !moving[2] else { continue }
                cases.append(Case(weight: weight, bias: bias, moving: moving))
            }
        }
        return cases
    }

    @Test(arguments: cases)
    func theProductEqualsACentralDifference(_ one: Case) throws {
        for shape in [[5, 3, 4, 2], [7, 3]] {
            let random = try RandomSource(seed: 12)
            let values = [
                try Tensor.normal(shape, mean: 1, deviation: 2, type: .float64, random: random),
                try Tensor.normal([3], type: .float64, random: random),
                try Tensor.normal([3], type: .float64, random: random),
            ]
            let directions = try values.map { try Tensor.normal($0.shape, type: .float64, random: random) }
            let moving = one.moving.indices.filter { one.moving[$0] }
            func normalized(_ inputs: [Tensor]) throws -> Tensor {
                var all = values
                for (index, input) in zip(moving, inputs) { all[index] = input }
                let result = try all[0].batchNormalized(
                    weight: one.weight ? all[1] : nil, bias: one.bias ? all[2] : nil, epsilon: 1e-3)
                #expect(result.mean.shape == [3] && result.variance.shape == [3])
                return result.output
            }
            let inputs = moving.map { values[$0] }
            let along = moving.map { directions[$0] }
            let (value, tangent) = try ForwardMode.product(of: inputs, along: along, normalized)
            let difference = try CentralDifference.product(of: inputs, along: along, normalized)
            #expect(try value.doubles() == normalized(inputs).doubles())
            #expect(try largestDistance(tangent.doubles(), difference.doubles()) < 1e-8)
            #expect(try tangent.abs().maximum().item() > 1e-3)
        }
    }

    @Test func theProductIsTheSameInChannelsLast() throws {
        let random = try RandomSource(seed: 13)
        let x = try Tensor.normal([4, 3, 5, 5], random: random)
        let direction = try Tensor.normal([4, 3, 5, 5], random: random)
        let weight = try Tensor.normal([3], random: random)
        func product(_ x: Tensor, _ direction: Tensor) throws -> Tensor {
            try ForwardMode.product(of: [x, weight], along: [direction, weight]) {
                try $0[0].batchNormalized(weight: $0[1]).output
            }.tangent
        }
        let plain = try product(x, direction)
        let last = try product(x.channelsLast(), direction.channelsLast())
        #expect(try (plain - last).abs().maximum().item() < 1e-5)
    }

    @Test func theBatchsStatisticsCarryNoTangent() throws {
        let x = try Tensor.normal([6, 2], type: .float64, random: RandomSource(seed: 14))
        let (_, tangent) = try ForwardMode.product(of: [x], along: [x]) {
            let result = try $0[0].batchNormalized()
            return try result.mean + result.variance
        }
        #expect(try tangent.doubles() == [0, 0])
    }
}
