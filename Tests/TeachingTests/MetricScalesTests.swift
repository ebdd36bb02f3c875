import Testing
import Torch

@testable import Teaching

@Suite struct MetricScalesTests {
    /// ∂(batch mean)/∂z of a batch of 2 whose examples' own gradients have norms `a` and `b`.
    private func gradient(_ a: Double, _ b: Double) throws -> Tensor {
        try Tensor([a * 0.6 / 2, a * 0.8 / 2, 0, b / 2], shape: [2, 2])
    }

    private let pair = MetricGroup(name: "output", members: [0, 1], reference: 1)

    @Test func aScaleIsTheLargestNormOfAnExamplesGradient() throws {
        var scales = MetricScales(metrics: 2)
        #expect(scales.values == [1, 1])
        try scales.observe([gradient(1, 3), gradient(10, 20)])
        try scales.observe([gradient(5, 7), gradient(10, 20)])
        // (3 + 7)/2 and 20.
        #expect(largestDistance(scales.values, [5, 20]) < 1e-12)
    }

    @Test func scalesFollowTheirMetricsAfterTheirFirstBatches() throws {
        var scales = MetricScales(metrics: 1)
        for step in 1...MetricScales.window {
            #expect(!scales.isFull)
            try scales.observe([gradient(Double(step), Double(step))])
        }
        #expect(scales.isFull && MetricScales.window == 10)
        #expect(abs(scales.values[0] - 5.5) < 1e-12)
        // s + (v − s)/10, by hand.
        try scales.observe([gradient(105.5, 105.5)])
        #expect(abs(scales.values[0] - 15.5) < 1e-12)
        try scales.observe([gradient(5.5, 5.5)])
        #expect(abs(scales.values[0] - 14.5) < 1e-12)
        // A push that stays is the scale in the end: (9/10)^300 of the start is left.
        for _ in 0..<300 { try scales.observe([gradient(2, 4)]) }
        #expect(abs(scales.values[0] - 4) < 1e-12)
    }

    @Test func aMetricThatIsSatisfiedDoesNotGetAllOfThePushForOneExample() throws {
        var scales = MetricScales(metrics: 2)
        for _ in 0..<MetricScales.window { try scales.observe([gradient(1, 2), gradient(4, 4)]) }
        #expect(scales.coefficients(weights: [1, 0], groups: [pair]) == [2, 0])
        for _ in 0..<300 { try scales.observe([gradient(0, 0), gradient(1, 1)]) }
        #expect(scales.values[0] < 1e-10 && MetricScales.growth == 10)
        #expect(abs(scales.coefficients(weights: [1, 0], groups: [pair])[0] - 20) < 1e-9)
        // It comes back with its push.
        for _ in 0..<300 { try scales.observe([gradient(1, 2), gradient(4, 4)]) }
        #expect(abs(scales.coefficients(weights: [1, 0], groups: [pair])[0] - 2) < 1e-9)
    }

    @Test func aMetricThatLeavesMostExamplesAloneDoesNotPushTheOthersHarder() throws {
        var scales = MetricScales(metrics: 2)
        try scales.observe([
            Tensor([0, 0, 0, 3.0 / 4], shape: [4, 1]), Tensor([3.0 / 4, 3.0 / 4, 3.0 / 4, 3.0 / 4], shape: [4, 1]),
        ])
        #expect(largestDistance(scales.coefficients(weights: [1, 0], groups: [pair]), [1, 0]) < 1e-12)
    }

    @Test func aMetricWithoutGradientHasAFiniteCoefficient() throws {
        var scales = MetricScales(metrics: 2)
        try scales.observe([gradient(0, 0), gradient(1, 1)])
        #expect(scales.values[0] > 0)
        #expect(scales.coefficients(weights: [0.5, 0.5], groups: [pair]).allSatisfy { $0.isFinite })
    }

    @Test func theReferenceMetricAloneKeepsItsOwnSize() throws {
        var scales = MetricScales(metrics: 2)
        try scales.observe([gradient(3, 1), gradient(0.1, 0.2)])
        #expect(scales.coefficients(weights: [0, 1], groups: [pair]) == [0, 1])
    }

    @Test func equalGroupsOnTheirReferencesArePlainTraining() throws {
        var scales = MetricScales(metrics: 4)
        try scales.observe([gradient(3, 1), gradient(0.1, 0.2), gradient(5, 5), gradient(2, 1)])
        let groups = [
            MetricGroup(name: "a", members: [0, 3], reference: 3),
            MetricGroup(name: "b", members: [1, 2], reference: 1),
        ]
        #expect(scales.coefficients(weights: [0, 0.5, 0, 0.5], groups: groups) == [0, 1, 0, 1])
        // 1/4 of the loss on metric 2, in the size of its group's reference metric: 2 · 0.2 · 0.25 / 5.
        let mixed = scales.coefficients(weights: [0, 0.25, 0.25, 0.5], groups: groups)
        #expect(largestDistance(mixed, [0, 0.5, 0.02, 1]) < 1e-12)
    }

    @Test func aWeightIsTheShareOfTheHardestPushWhateverTheMetricsUnits() throws {
        let set = MetricSet(Metric.classification, reference: .crossEntropy)
        let output = try Tensor.normal([16, 5], deviation: 2, type: .float64, random: RandomSource(seed: 3))
        let target = try Tensor((0..<16).map { Int64($0 % 5) }, shape: [16])
        let gradients = try set.measure(output: output, target: target).gradients
        var scales = MetricScales(metrics: set.count)
        try scales.observe(gradients)
        let weights = (1...set.count).map { Double($0) / Double(set.count * (set.count + 1) / 2) }
        let coefficients = scales.coefficients(weights: weights, groups: set.groups)
        let pushes = try zip(gradients, coefficients).map { try $0.norm([1]).maximum().item() * 16 * $1 }
        let total = pushes.reduce(0, +)
        #expect(largestDistance(pushes.map { $0 / total }, weights) < 1e-12)
        // All in the reference's size: the push of plain training.
        #expect(abs(total - scales.values[set.groups[0].reference]) < 1e-12)
    }
}
