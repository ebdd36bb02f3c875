import Foundation
import Testing
import Torch

@testable import Teaching

/// The student's statistics against scikit-learn, SciPy and NumPy, and at the edges of what can happen.
@Suite struct StatisticsTests {
    private struct Golden: Decodable {
        struct AnswersCase: Decodable {
            var classes: Int
            var logits: [Double]
            var target: [Int64]
            var informationLoss: Double
            var crossEntropy: Double
            var entropyMean: Double
            var entropyDeviation: Double
            var marginMean: Double
            var marginDeviation: Double
            var marginSkewness: Double
            var calibrationError: Double
            var accuracy: Double
        }

        struct Layer: Decodable {
            var shape: [Int]
            var values: [Double]
            var mean: Double
            var deviation: Double
            var skewness: Double
            var kurtosis: Double
            var deadFraction: Double
            var effectiveRank: Double
        }

        var answers: AnswersCase
        var layers: [Layer]
    }

    private func answers(_ target: [Int], _ predicted: [Int], classes: Int) throws -> Answers {
        let rows = predicted.map { answer in (0..<classes).map { $0 == answer ? 4.0 : 0 } }
        return try Answers(
            output: Tensor(rows.flatMap { $0 }, shape: [predicted.count, classes]),
            target: Tensor(target.map { Int64($0) }, shape: [target.count]))
    }

    private func loss(_ target: [Int], _ predicted: [Int], classes: Int) throws -> Double {
        var matrix = ConfusionMatrix(classes: classes, memory: 1)
        matrix.observe(try answers(target, predicted, classes: classes))
        return matrix.informationLoss
    }

    @Test func outputStatisticsEqualScikitLearnsAndSciPys() throws {
        let golden = try Reference.load("statistics.json", as: Golden.self).answers
        let count = golden.target.count
        let answers = try Answers(
            output: Tensor(golden.logits, shape: [count, golden.classes]),
            target: Tensor(golden.target, shape: [count]))
        var matrix = ConfusionMatrix(classes: golden.classes, memory: 0.9)
        matrix.observe(answers)
        let found = OutputStatistics(answers, confusion: matrix).vector
        let expected = [
            golden.informationLoss, golden.crossEntropy, golden.entropyMean, golden.entropyDeviation,
            golden.marginMean, golden.marginDeviation, golden.marginSkewness, golden.calibrationError,
        ]
        #expect(largestDistance(found, expected) < 1e-9, "\(found) and \(expected)")
        #expect(abs(answers.accuracy - golden.accuracy) < 1e-12)
    }

    @Test func informationLossIsZeroForPerfectAnswersAndOneForIndependentOnes() throws {
        #expect(try abs(loss([0, 1, 2, 0], [0, 1, 2, 0], classes: 3)) < 1e-12)
        // Wrong, but as telling as right.
        #expect(try abs(loss([0, 1, 2, 0], [2, 0, 1, 2], classes: 3)) < 1e-12)
        #expect(try abs(loss([0, 0, 1, 1], [0, 1, 0, 1], classes: 2) - 1) < 1e-12)
        #expect(try abs(loss([0, 1, 2], [1, 1, 1], classes: 3) - 1) < 1e-12)
        #expect(try loss([1, 1, 1], [1, 0, 1], classes: 2) == 0)
        #expect(ConfusionMatrix(classes: 3, memory: 1).informationLoss == 1)
    }

    @Test func theRunningConfusionForgets() throws {
        var matrix = ConfusionMatrix(classes: 2, memory: 0.5)
        matrix.observe(try answers([0, 0], [1, 1], classes: 2))
        matrix.observe(try answers([0, 1], [0, 1], classes: 2))
        #expect(matrix.counts == [1, 1, 0, 1])
    }

    @Test func evenAnswersHaveFullEntropyAndNoMargin() throws {
        let even = try Answers(output: Tensor.zeros([2, 4]), target: Tensor([0, 3] as [Int64], shape: [2]))
        #expect(largestDistance(even.entropy, [1, 1]) < 1e-6)
        #expect(largestDistance(even.margin, [0, 0]) < 1e-6)
        #expect(largestDistance(even.crossEntropy, [log(4), log(4)]) < 1e-6)
        // Confidence 1/4, right one time of two.
        #expect(abs(even.calibrationError - 0.25) < 1e-6)
    }

    @Test func answersAppendedAreAnswersToBoth() throws {
        var both = Answers(classes: 2)
        #expect(both.accuracy == 0 && both.calibrationError == 0)
        both.append(try answers([0, 1], [0, 1], classes: 2))
        both.append(try answers([0, 1], [1, 0], classes: 2))
        #expect(both.count == 4 && both.accuracy == 0.5)
    }

    @Test func momentsAreThoseOfTheirDefinition() {
        let skewed = Moments([0, 0, 0, 4])
        #expect(skewed.mean == 1 && abs(skewed.deviation - 3.0.squareRoot()) < 1e-12)
        #expect(abs(skewed.skewness - 6 / (3 * 3.0.squareRoot())) < 1e-12)
        #expect(Moments([]) == Moments([0, 0]))
        #expect(Moments([0.1, 0.1, 0.1]).skewness == 0)
    }

    @Test func layerStatisticsEqualSciPysAndNumPys() throws {
        for golden in try Reference.load("statistics.json", as: Golden.self).layers {
            let activation = try Tensor(golden.values, shape: golden.shape).to(type: .float32)
            let found = try LayerStatistics(.init(name: "layer", activation: activation)).vector
            let expected = [
                golden.mean, golden.deviation, golden.skewness, golden.kurtosis, golden.deadFraction,
                golden.effectiveRank,
            ]
            #expect(largestDistance(found, expected) < 1e-5, "\(found) and \(expected)")
        }
    }

    @Test func ofALargeLayerAnEvenGridIsLookedAt() throws {
        // 2 · 3 · 512² numbers are 6 times as many as are looked at: every third row and column.
        let kept = try Tensor.normal([2, 3, 171, 171], random: RandomSource(seed: 9))
        let rows = try Tensor((0..<512).map { Int64($0 % 3 == 0 ? $0 / 3 : 0) }, shape: [512])
        let off = try Tensor((0..<512).map { $0 % 3 == 0 ? 0 : 1e6 }, shape: [512]).to(type: .float32)
        let all = try kept.indexSelected(2, rows).indexSelected(3, rows) + off + off.unsqueezed(1)
        #expect(all.shape == [2, 3, 512, 512])
        let found = try LayerStatistics(.init(name: "layer", activation: all))
        #expect(try found == LayerStatistics(.init(name: "layer", activation: kept)))
    }

    @Test(arguments: [0.0, 0.1, 3, 1e-20, 1e8])
    func aConstantLayerHasFiniteStatistics(_ value: Double) throws {
        let activation = try Tensor.full([2, 3, 4, 4], value: value)
        let layer = try LayerStatistics(.init(name: "layer", activation: activation))
        #expect(layer.vector.allSatisfy { $0.isFinite }, "\(layer.vector)")
        #expect(layer.skewness == 0 && layer.kurtosis == 0)
        #expect(layer.deadFraction == (value > 0 ? 0 : 1))
    }

    @Test(arguments: [1e-10, 1e6, 1e12, 1e18])
    func shapeAndRankDoNotDependOnTheActivationsSize(_ scale: Double) throws {
        let base = try Tensor.normal([8, 3, 4, 4], random: RandomSource(seed: 8)).relu()
        let small = try LayerStatistics(.init(name: "layer", activation: base)).vector
        let large = try LayerStatistics(.init(name: "layer", activation: base * scale)).vector
        #expect(abs(large[1] / scale - small[1]) < 1e-4)
        #expect(largestDistance([large[2], large[3], large[5]], [small[2], small[3], small[5]]) < 1e-3)
    }
}
