import Foundation
import Testing

@testable import Teaching

@Suite struct UsefulnessTrackerTests {
    private struct Normal: Decodable {
        var x: [Double]
        var cdf: [Double]
    }

    private struct Golden: Decodable {
        var normal: Normal
    }

    private let series: [[Double]] = (0..<40).map { step in
        let time = Double(step)
        return [sin(time), 0.3 + 0.1 * cos(3 * time), time - 20]
    }

    @Test(arguments: [1, 2, 7, 40])
    func meanAndVarianceEqualTheirDefinition(_ count: Int) {
        var tracker = UsefulnessTracker(metrics: 3)
        for one in series.prefix(count) { tracker.observe(one) }
        let weights = (0..<count).map { pow(UsefulnessTracker.memory, Double(count - 1 - $0)) }
        let sum = weights.reduce(0, +)
        #expect(abs(tracker.effectiveCount - sum * sum / weights.reduce(0) { $0 + $1 * $1 }) < 1e-9)
        #expect(tracker.observations == count)
        for metric in 0..<3 {
            let values = series.prefix(count).map { $0[metric] }
            let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 } / sum
            let variance = zip(weights, values).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) } / sum
            #expect(abs(tracker.mean[metric] - mean) < 1e-12)
            #expect(abs(tracker.variance[metric] - variance) < 1e-12)
        }
    }

    @Test func confidenceIsTheNormalProbabilityOfAPositiveMean() throws {
        let normal = try Reference.load("statistics.json", as: Golden.self).normal
        for (x, expected) in zip(normal.x, normal.cdf) {
            // Two observations m ± d: mean and error as the definition gives them, x = mean / error.
            var unit = UsefulnessTracker(metrics: 1)
            unit.observe([-1])
            unit.observe([1])
            let error = (unit.variance[0] / unit.effectiveCount).squareRoot()
            let shift = x * error - unit.mean[0]
            var tracker = UsefulnessTracker(metrics: 1)
            tracker.observe([-1 + shift])
            tracker.observe([1 + shift])
            #expect(abs(tracker.confidence[0] - expected) <= 1e-12 + 1e-9 * expected, "x = \(x)")
        }
    }

    @Test func confidenceIsOneHalfBeforeAnythingWasSeenAndCertainWithoutSpread() {
        var tracker = UsefulnessTracker(metrics: 3)
        #expect(tracker.confidence == [0.5, 0.5, 0.5])
        for _ in 0..<4 { tracker.observe([0.5, -0.5, 0]) }
        #expect(tracker.confidence == [1, 0, 0.5])
    }
}
