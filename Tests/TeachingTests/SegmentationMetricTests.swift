import Foundation
import Testing
import Torch

@testable import Teaching

/// The metrics of segmentation against PyTorch's values and gradients, against closed forms, and at the edges.
@Suite struct SegmentationMetricTests {
    static let names = Metric.segmentation.map(\.name)

    @Test(arguments: names)
    func valueAndGradientEqualPyTorchs(_ name: String) throws {
        let metric = try #require(Metric.segmentation.first { $0.name == name })
        for one in try Reference.load("segmentation.json", as: GoldenBatches<Int64>.self).cases {
            let expected = try #require(one.metrics[name])
            let target = try Tensor(one.target, shape: [one.shape[0], one.shape[2], one.shape[3]])
            let logits = try Tensor(one.values, shape: one.shape)
            for output in [logits, try logits.channelsLast()] {
                let (value, gradient) = try measure(metric, output, target)
                #expect(abs(value - expected.value) <= 1e-12 * max(1, abs(expected.value)), "\(one.name)")
                #expect(relativeDistance(gradient, expected.gradient) <= 1e-12, "\(one.name)")
            }
        }
    }

    @Test(arguments: names)
    func logitsFarApartLeaveValueAndGradientFinite(_ name: String) throws {
        let metric = try #require(Metric.segmentation.first { $0.name == name })
        let logits: [Float] = [50, -50, 1000, 0, -1000, 1000, 0, -50, 50, -1000, 0, -1000]
        for labels: [Int64] in [[0, 1, 2, 0], [1, 1, 1, 1], [2, -1, 0, -1], [-1, -1, -1, -1]] {
            let output = try Tensor(logits, shape: [1, 3, 2, 2])
            let (value, gradient) = try measure(metric, output, Tensor(labels, shape: [1, 2, 2]))
            #expect(value.isFinite && value >= -1e-6, "\(labels)")
            #expect(gradient.allSatisfy { $0.isFinite }, "\(labels)")
            if labels.allSatisfy({ $0 < 0 }) { #expect(value == 0 && gradient.allSatisfy { $0 == 0 }) }
        }
    }

    @Test(arguments: names)
    func whatAVoidPixelIsAnsweredDoesNotMatter(_ name: String) throws {
        let metric = try #require(Metric.segmentation.first { $0.name == name })
        let target = try Tensor([0, -1, 1, 1, 2, -1] as [Int64], shape: [1, 2, 3])
        let known = try target.greaterOrEqual(to: 0).unsqueezed(1).to(type: .float64)
        let random = try RandomSource(seed: 4)
        let one = try Tensor.normal([1, 3, 2, 3], type: .float64, random: random)
        let other = try one + Tensor.normal([1, 3, 2, 3], type: .float64, random: random) * (1 - known) * 5
        let (value, gradient) = try measure(metric, one, target)
        #expect(try measure(metric, other, target).value == value)
        let atVoid = try (Tensor(gradient, shape: [1, 3, 2, 3]) * (1 - known)).abs().sum().item()
        #expect(atVoid == 0)
    }

    /// Where every pixel is answered with certainty, the regions are sets, and the metrics those of sets.
    @Test func certainAnswersHaveTheLossesOfSets() throws {
        let labels: [Int64] = [0, 0, 0, 1, 1, 1, 1, -1]
        let answers: [Int] = [0, 0, 1, 1, 1, 2, 0, 2]
        let logits = (0..<3).flatMap { label in answers.map { $0 == label ? 80.0 : -80 } }
        let output = try Tensor(logits, shape: [1, 3, 2, 4])
        let target = try Tensor(labels, shape: [1, 2, 4])
        // Class 0: 2 right of 3, 1 false. Class 1: 2 right of 4, 1 false. Class 2 does not occur.
        let expected: [(Metric, Double, Double)] = [
            (.softJaccard, 2.0 / 4, 2.0 / 5), (.lovaszSoftmax, 2.0 / 4, 2.0 / 5),
            (.softDice, 4.0 / 6, 4.0 / 7), (.tversky, 2 / (2 + 0.7 + 0.3), 2 / (2 + 1.4 + 0.3)),
        ]
        for (metric, first, second) in expected {
            let value = try measure(metric, output, target).value
            #expect(abs(value - (1 - (first + second) / 2)) < 1e-12, "\(metric.name): \(value)")
        }
    }

    @Test func lovaszOrdersFloat32AsItDoesFloat64() throws {
        let random = try RandomSource(seed: 6)
        // Multiples of 1/16, whose probabilities are far enough apart for float32 or equal in both.
        let output = try (Tensor.normal([2, 5, 30, 40], random: random) * 16).rounded() / 16
        // Stripes of five classes and void.
        let labels = (0..<2400).map { (place: Int) -> Int64 in
            let stripe = place / 7 + place / 90
            return Int64(stripe % 6) - 1
        }
        let target = try Tensor(labels, shape: [2, 30, 40])
        let single = try measure(.lovaszSoftmax, output, target)
        let double = try measure(.lovaszSoftmax, output.to(type: .float64), target)
        #expect(abs(single.value - double.value) < 1e-5)
        let size = double.gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let differences = zip(single.gradient, double.gradient).map { $0 - $1 }
        let error = differences.reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(error < 0.02 * size, "\(error) of \(size)")
    }

    @Test func anOrderByRadixIsTheOrderOfSorting() throws {
        let random = try RandomSource(seed: 7)
        let drawn = try Tensor.uniform([3000], low: 0, high: 1, type: .float64, random: random).doubles()
        let values = drawn + [0, 1, 1, 0, 1e-300, 5e-324, 0.5, 0.5, 1 - 1e-16, 1.9999]
        var doubles = values.enumerated().map { RadixOrder.Entry(value: $0.element, place: Int32($0.offset)) }
        RadixOrder.sort(&doubles)
        #expect(doubles.map { Int($0.place) } == values.indices.sorted { values[$0] < values[$1] })
        let floats = values.map { Float($0) }
        var singles = floats.enumerated().map { RadixOrder.Entry(value: $0.element, place: Int32($0.offset)) }
        RadixOrder.sort(&singles)
        #expect(singles.map { Int($0.place) } == floats.indices.sorted { floats[$0] < floats[$1] })
    }

    @Test func aBoundaryIsTwoPixelsWideOnEitherSideAndVoidHasNone() throws {
        let rows = [
            [0, 0, 0, 0, 3, 3, 3, 3], [0, 0, 0, 0, 3, 3, 3, 3], [0, 0, 0, 0, 3, 3, 3, 3],
            [0, 0, 0, 0, -1, -1, -1, -1], [0, 0, 0, 0, -1, -1, -1, -1], [0, 0, 0, 0, -1, -1, -1, -1],
        ]
        let target = try Tensor(rows.flatMap { $0.map { Int64($0) } }, shape: [1, 6, 8])
        let near = try Metric.boundary(of: target, classes: 4, radius: 2).to(type: .int64)
        #expect(near.shape == [1, 6, 8])
        #expect(
            try near.integers() == [
                0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0,
                0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            ])
    }

    @Test func balanceIsTheMedianFrequencyOverEachWithinTenfold() {
        #expect(Metric.balance([4, 8, 0, 2]) == [1, 0.5, 0, 2])
        #expect(Metric.balance([2, 4]) == [1.5, 0.75])
        #expect(Metric.balance([10_000, 10, 0.5]) == [0.1, 1, 10])
        #expect(Metric.balance([0, 0]) == [0, 0])
    }

    @Test func aClassThatDoesNotExistIsAnError() throws {
        let output = try Tensor.zeros([1, 3, 1, 2])
        let target = try Tensor([0, 3] as [Int64], shape: [1, 1, 2])
        #expect(throws: TorchError.self) { try ClassMetric.crossEntropy.overPixels(output, target) }
    }
}
