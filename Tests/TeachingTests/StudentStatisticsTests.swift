import Testing
import Torch

@testable import Teaching

@Suite struct StudentStatisticsTests {
    private let tracker = UsefulnessTracker(metrics: 2)

    private func vector(_ statistics: StudentStatistics) -> [Double] {
        statistics.vector(
            weights: [0.5, 0.5], selection: [true, false], tracker: tracker, progress: 0.25, rate: 1)
    }

    private func answers(_ logits: [Double], classes: Int, target: [Int64]) throws -> Answers {
        try Answers(
            output: Tensor(logits, shape: [target.count, classes]).to(type: .float32),
            target: Tensor(target, shape: [target.count]))
    }

    @Test func theVectorHasTheSameLengthFromTheFirstStepOn() throws {
        var statistics = StudentStatistics(classes: 3)
        let length = StudentStatistics.length(metrics: 2)
        #expect(length == 24 + 18 + 12 + 2)
        #expect(vector(statistics).count == length)
        let seen = try answers([1, 0, 0, 0, 2, 0], classes: 3, target: [0, 1])
        try statistics.observe(training: seen, values: [1, 2], taps: [])
        statistics.observe(teaching: seen)
        #expect(vector(statistics).count == length)
        let tap = NetworkOutput.Tap(name: "a", activation: try Tensor.ones([2, 3]))
        try statistics.observe(training: seen, values: [1, 2], taps: [tap, tap, tap, tap])
        #expect(vector(statistics).count == length)
        #expect(statistics.layers.count == StudentStatistics.layers)
    }

    @Test func theVectorHoldsTheLossesChangesWeightsAndProgress() throws {
        var statistics = StudentStatistics(classes: 3)
        let seen = try answers([1, 0, 0, 0, 2, 0], classes: 3, target: [0, 1])
        try statistics.observe(training: seen, values: [4, 1], taps: [])
        try statistics.observe(training: seen, values: [2, 1], taps: [])
        try statistics.observe(training: seen, values: [1, 1], taps: [])
        // After outputs and layers: ω, a, change since the first, change since the last, μ, 2c − 1, progress.
        let tail = Array(vector(statistics).dropFirst(24 + 18))
        #expect(largestDistance(tail, [0.5, 0.5, 1, 0, -0.6, 0, -1.0 / 3, 0, 0, 0, 0, 0, 0.25, 1]) < 1e-12)
    }

    @Test func theGapIsTeachingLessTraining() throws {
        var statistics = StudentStatistics(classes: 2)
        try statistics.observe(
            training: answers([9, 0, 0, 9], classes: 2, target: [0, 1]), values: [1, 1], taps: [])
        statistics.observe(teaching: try answers([0, 1, 1, 0], classes: 2, target: [0, 1]))
        let all = vector(statistics)
        #expect(largestDistance(Array(all[16..<24]), (0..<8).map { all[8 + $0] - all[$0] }) < 1e-12)
        // Cross-entropy is worse on the teaching batch.
        #expect(all[17] > 1)
    }

    @Test func everyEntryIsFiniteAndBoundedWhateverTheStudentDoes() throws {
        let hostile: [(logits: [Double], classes: Int, target: [Int64])] = [
            ([0, 0], 1, [0, 0]), ([1e30, -1e30, -1e30, 1e30], 2, [1, 0]), ([0, 0, 0, 0], 2, [0, 0]),
            ([5, 5, 5], 3, [2]),
        ]
        for one in hostile {
            var statistics = StudentStatistics(classes: one.classes)
            let seen = try answers(one.logits, classes: one.classes, target: one.target)
            let batch = one.target.count
            for size in [0, 1e-30, 1, 1e30] {
                let tap = NetworkOutput.Tap(
                    name: "a",
                    activation: try Tensor.normal([batch, 2], random: RandomSource(seed: 1)) * size)
                try statistics.observe(training: seen, values: [1e300, 0], taps: [tap])
                statistics.observe(teaching: seen)
                #expect(vector(statistics).allSatisfy { $0.isFinite && abs($0) <= 3 }, "\(one), \(size)")
                let numbers = statistics.training.vector + statistics.layers.flatMap(\.vector)
                #expect(numbers.allSatisfy { $0.isFinite }, "\(one), \(size): \(numbers)")
            }
        }
    }
}
