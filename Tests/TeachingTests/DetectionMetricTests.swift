import Testing
import Torch

@testable import Teaching

/// The metrics of detection against torchvision's and PyTorch's values and gradients, and at the edges.
@Suite struct DetectionMetricTests {
    static let metrics = Metric.detection + TeachingTask.detection.objectives

    private struct Golden: Decodable {
        struct Ranking: Decodable {
            var scores: [Double]
            var labels: [Int64]
            var precision: [Double]
        }

        var ranking: Ranking
    }

    @Test(arguments: metrics.map(\.name))
    func valueAndGradientEqualTorchvisionsAndPyTorchs(_ name: String) throws {
        let metric = try #require(Self.metrics.first { $0.name == name })
        for one in try Reference.load("detection.json", as: GoldenBatches<Double>.self).cases {
            let expected = try #require(one.metrics[name])
            let target = try Tensor(one.target, shape: [one.shape[0], one.shape[1], 6])
            let (value, gradient) = try measure(metric, Tensor(one.values, shape: one.shape), target)
            #expect(abs(value - expected.value) <= 1e-12 * max(1, abs(expected.value)), "\(one.name)")
            #expect(relativeDistance(gradient, expected.gradient) <= 1e-11, "\(one.name)")
        }
    }

    @Test(arguments: metrics.map(\.name))
    func whateverIsPredictedValueAndGradientAreFinite(_ name: String) throws {
        let metric = try #require(Self.metrics.first { $0.name == name })
        let boxes: [[Float]] = [
            [10, 10, 10, 10], [30, 30, 10, 10], [20, 10, 10, 40], [10, 20, 30, 40],
            [-1e30, -1e30, 1e30, 1e30],
            [-.infinity, 0, .infinity, 1], [5e5, 5e5, 6e5, 6e5], [0, 0, 1e-20, 1e-20], [10, 10, 1e6, 10.001],
        ]
        for logits: [Float] in [[0, 0, 0], [1000, -1000, 1000], [-1000, 1000, -1000], [50, 50, -50]] {
            let rows = boxes.flatMap { $0 + logits } + [0, 0, 1, 1] + logits
            let object: [Float] = [1, 1, 10, 20, 30, 40]
            let told = boxes.flatMap { _ in object } + Array(repeating: 0, count: 6)
            let count = boxes.count + 1
            let (value, gradient) = try measure(
                metric, Tensor(rows, shape: [1, count, 7]), Tensor(told, shape: [1, count, 6]))
            #expect(value.isFinite && value >= -1e-6, "\(logits): \(value)")
            #expect(gradient.allSatisfy { $0.isFinite }, "\(logits)")
        }
    }

    /// A box of no size in the target (a cut may leave one) does not break a batch.
    @Test(arguments: metrics.map(\.name))
    func aTargetWithoutASizeLeavesValueAndGradientFinite(_ name: String) throws {
        let metric = try #require(Self.metrics.first { $0.name == name })
        let output = try Tensor([10, 20, 30, 40, 0.5, 0.1, -0.3], shape: [1, 1, 7])
        let (value, gradient) = try measure(
            metric, output, Tensor([1, 0, 12, 22, 12, 22.0], shape: [1, 1, 6]))
        #expect(value.isFinite && gradient.allSatisfy { $0.isFinite })
    }

    @Test func aBoxThatFitsHasNoLossAndOneElsewhereGivesADirection() throws {
        let target = try Tensor([1, 0, 10, 20, 30, 40.0], shape: [1, 1, 6])
        for metric in Metric.detection where metric.group == Metric.boxes {
            let fits = try Tensor([10, 20, 30, 40, 0, 0, 0.0], shape: [1, 1, 7])
            #expect(try abs(measure(metric, fits, target).value) < 1e-12, "\(metric.name)")
            guard metric.name != "box_iou" else { continue }
            // To the right of the target: its left and right corners are to go left.
            let elsewhere = try Tensor([50, 20, 70, 40, 0, 0, 0.0], shape: [1, 1, 7])
            let gradient = try measure(metric, elsewhere, target).gradient
            #expect(gradient[0] + gradient[2] > 0, "\(metric.name)")
        }
    }

    @Test func aBoxWithoutASizeIsPulledOpenBySmoothL1() throws {
        let target = try Tensor([1, 0, 10, 20, 30, 40.0], shape: [1, 1, 6])
        for width in [0.0, -5] {
            let output = try Tensor([20 - width / 2, 20, 20 + width / 2, 40, 0, 0, 0], shape: [1, 1, 7])
            let gradient = try measure(.boxSmoothL1, output, target).gradient
            #expect(gradient[0] > 0 && gradient[2] < 0, "\(width)")
        }
    }

    @Test func anIgnoredLocationIsLeftOut() throws {
        let random = try RandomSource(seed: 8)
        let facts: [Double] = [1, 1, 10, 20, 30, 40, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        let target = try Tensor(facts, shape: [1, 3, 6])
        let one = try Tensor.normal([1, 3, 7], type: .float64, random: random)
        let other = try one + Tensor([0, 1, 0.0], shape: [1, 3, 1]) * 9
        for metric in Self.metrics {
            let (value, gradient) = try measure(metric, one, target)
            #expect(try measure(metric, other, target).value == value, "\(metric.name)")
            #expect(gradient[7..<14].allSatisfy { $0 == 0 }, "\(metric.name)")
        }
    }

    @Test func smoothAveragePrecisionTendsToScikitLearns() throws {
        let golden = try Reference.load("detection.json", as: Golden.self).ranking
        let scores = try Tensor(golden.scores, shape: [golden.scores.count / 2, 2])
        let fits = try Tensor.ones([golden.labels.count], type: .float64)
        let sharp = SmoothAveragePrecision(temperature: 1e-6, limit: 1024)
        let loss = try sharp.loss(scores: scores, quality: fits, labels: golden.labels).item()
        #expect(abs(loss - (1 - golden.precision.reduce(0, +) / 2)) < 1e-12)
        // Boxes that overlap by half are found at half of the thresholds.
        let half = try sharp.loss(scores: scores, quality: fits * 0.5, labels: golden.labels).item()
        #expect(abs((1 - half) - (1 - loss) / 2) < 1e-12)
        // What ranks last does not count.
        let limited = SmoothAveragePrecision(temperature: 1e-6, limit: 39)
        #expect(try limited.loss(scores: scores, quality: fits, labels: golden.labels).item() == loss)
    }

    @Test func ofTooManyObjectsSomeTakePart() throws {
        let scores = try Tensor([0.5, -0.3, 0.9, 0.7, -0.2], shape: [5, 1])
        let quality = try Tensor([0.9, 0.5, 0.6, 0.3], shape: [4])
        // The first and the third of four.
        let bounded = SmoothAveragePrecision(temperature: 0.25, limit: 2)
        let places: [Int64] = [0, 2]
        let some = try SmoothAveragePrecision(temperature: 0.25, limit: 8).loss(
            scores: scores.indexSelected(0, Tensor(places + [4], shape: [3])),
            quality: quality.indexSelected(0, Tensor(places, shape: [2])), labels: [0, 0])
        let loss = try bounded.loss(scores: scores, quality: quality, labels: [0, 0, 0, 0])
        #expect(try loss.item() == some.item())
    }

    @Test func smoothAveragePrecisionIsZeroOnlyForARankingWithoutFault() throws {
        let good = try Tensor([9, -9, -9, 9, -9, -9.0], shape: [3, 2])
        let fits = try Tensor.ones([2], type: .float64)
        let ranked = SmoothAveragePrecision(temperature: 0.25, limit: 8)
        #expect(try ranked.loss(scores: good, quality: fits, labels: [0, 1]).item() < 1e-12)
        #expect(try ranked.loss(scores: good, quality: fits, labels: [1, 0]).item() > 0.3)
        let alone = try Tensor([0.3, 0.1], shape: [1, 2])
        #expect(
            try ranked.loss(scores: alone, quality: fits.narrowed(0, 0, 1), labels: [1]).item().magnitude
                < 1e-12)
    }
}
