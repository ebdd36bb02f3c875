import Testing
import Torch

@testable import Teaching

@Suite struct MetricScalesTests {
    /// ∂(batch mean)/∂z of a batch of 2 whose examples' own gradients have norms `a` and `b`.
    private func gradient(_ a: Double, _ b: Double) throws -> Tensor {
        try Tensor([a * 0.6 / 2, a * 0.8 / 2, 0, b / 2], shape: [2, 2])
    }

    private let pair = MetricGroup(name: "output", members: [0, 1], reference: 1)

    @Test func aScaleIsTheLargestRatioOfGradientNormsToTheReferences() throws {
        var scales = MetricScales(metrics: 2)
        #expect(scales.values == [1, 1])
        try scales.observe([gradient(1, 3), gradient(10, 20)], groups: [pair])
        try scales.observe([gradient(5, 7), gradient(10, 20)], groups: [pair])
        // The larger of 1/10 and 3/20, and of 5/10 and 7/20.
        #expect(largestDistance(scales.values, [0.325, 1]) < 1e-12)
    }

    @Test func theReferencesNormCountsAsAtLeastHalfOfItsLargest() throws {
        var scales = MetricScales(metrics: 2)
        try scales.observe([gradient(4, 5), gradient(0.1, 10)], groups: [pair])
        // 4/5 and 5/10.
        #expect(largestDistance(scales.values, [0.8, 1]) < 1e-12 && MetricScales.floor == 0.5)
    }

    @Test func aBatchWhereTheReferenceHasNoGradientLeavesTheRatiosAsTheyAre() throws {
        var scales = MetricScales(metrics: 2)
        try scales.observe([gradient(1, 5), gradient(10, 10)], groups: [pair])
        try scales.observe([gradient(1, 1), gradient(0, 0)], groups: [pair])
        #expect(largestDistance(scales.coefficients(weights: [1, 0], groups: [pair]), [2, 0]) < 1e-12)
    }

    @Test func scalesFollowTheirMetricsAfterTheirFirstBatches() throws {
        var scales = MetricScales(metrics: 2)
        func observe(_ norm: Double) throws {
            try scales.observe([gradient(norm / 2, norm), gradient(1, 1)], groups: [pair])
        }
        for step in 1...MetricScales.window {
            #expect(!scales.isFull)
            try observe(Double(step))
        }
        #expect(scales.isFull && MetricScales.window == 10)
        #expect(abs(scales.values[0] - 5.5) < 1e-12)
        // s + (v − s)/10, by hand.
        try observe(105.5)
        #expect(abs(scales.values[0] - 15.5) < 1e-12)
        try observe(5.5)
        #expect(abs(scales.values[0] - 14.5) < 1e-12)
        // A norm that stays is the scale in the end: (9/10)^300 of the start is left.
        for _ in 0..<300 { try observe(4) }
        #expect(abs(scales.values[0] - 4) < 1e-12)
    }

    @Test func whatIsLeftOfAMetricThatIsSatisfiedIsNotBlownUp() throws {
        var scales = MetricScales(metrics: 2)
        for _ in 0..<MetricScales.window {
            try scales.observe([gradient(1, 2), gradient(4, 4)], groups: [pair])
        }
        #expect(scales.coefficients(weights: [1, 0], groups: [pair]) == [2, 0])
        for _ in 0..<300 { try scales.observe([gradient(0, 0), gradient(1, 1)], groups: [pair]) }
        #expect(scales.values[0] < 1e-10 && MetricScales.growth == 10)
        #expect(abs(scales.coefficients(weights: [1, 0], groups: [pair])[0] - 20) < 1e-9)
        // It comes back with its gradient.
        for _ in 0..<300 { try scales.observe([gradient(1, 2), gradient(4, 4)], groups: [pair]) }
        #expect(abs(scales.coefficients(weights: [1, 0], groups: [pair])[0] - 2) < 1e-9)
    }

    @Test func aMetricThatLeavesMostExamplesAloneGetsNoLargerGradientAtTheOthers() throws {
        var scales = MetricScales(metrics: 2)
        try scales.observe(
            [
                Tensor([0, 0, 0, 3.0 / 4], shape: [4, 1]),
                Tensor([3.0 / 4, 3.0 / 4, 3.0 / 4, 3.0 / 4], shape: [4, 1]),
            ], groups: [pair])
        #expect(largestDistance(scales.coefficients(weights: [1, 0], groups: [pair]), [1, 0]) < 1e-12)
    }

    @Test func aMetricWithoutGradientHasAFiniteCoefficient() throws {
        var scales = MetricScales(metrics: 2)
        try scales.observe([gradient(0, 0), gradient(1, 1)], groups: [pair])
        #expect(scales.values[0] > 0)
        #expect(scales.coefficients(weights: [0.5, 0.5], groups: [pair]).allSatisfy { $0.isFinite })
    }

    @Test func theReferenceMetricAloneKeepsItsOwnSize() throws {
        var scales = MetricScales(metrics: 2)
        try scales.observe([gradient(3, 1), gradient(0.1, 0.2)], groups: [pair])
        #expect(scales.coefficients(weights: [0, 1], groups: [pair]) == [0, 1])
    }

    @Test func equalGroupsOnTheirReferencesArePlainTraining() throws {
        var scales = MetricScales(metrics: 4)
        let groups = [
            MetricGroup(name: "a", members: [0, 3], reference: 3),
            MetricGroup(name: "b", members: [1, 2], reference: 1),
        ]
        try scales.observe(
            [gradient(3, 1), gradient(0.1, 0.2), gradient(5, 5), gradient(2, 1)], groups: groups)
        #expect(scales.coefficients(weights: [0, 0.5, 0, 0.5], groups: groups) == [0, 1, 0, 1])
        // 1/4 of the loss on metric 2, whose largest gradient norm is 50 times its reference's: 2 · 0.25 / 50.
        let mixed = scales.coefficients(weights: [0, 0.25, 0.25, 0.5], groups: groups)
        #expect(largestDistance(mixed, [0, 0.5, 0.01, 1]) < 1e-12)
    }

    @Test func noGradientNormIsAboveTheReferencesWhateverTheMetricsUnits() throws {
        let set = MetricSet(Metric.classification, reference: .crossEntropy)
        let output = try Tensor.normal([16, 5], deviation: 2, type: .float64, random: RandomSource(seed: 3))
        let target = try Tensor((0..<16).map { Int64($0 % 5) }, shape: [16])
        let gradients = try set.measure(output: output, target: target).gradients
        var scales = MetricScales(metrics: set.count)
        try scales.observe(gradients, groups: set.groups)
        let coefficients = scales.coefficients(
            weights: Array(repeating: 1, count: set.count), groups: set.groups)
        let norms = try gradients.map { try $0.norm([1], keep: false).doubles() }
        let reference = norms[set.groups[0].reference]
        let least = 0.5 * (reference.max() ?? 0)
        for (own, coefficient) in zip(norms, coefficients) {
            // Nowhere above it, and somewhere at it.
            let ratios = zip(own, reference).map { coefficient * $0 / max($1, least) }
            #expect(abs((ratios.max() ?? 0) - 1) < 1e-12)
        }
    }
}
