import Foundation
import Testing
import Torch

@Suite struct OptimizationScheduleTests {
    private func factors(_ schedule: LearningRateSchedule, total: Int, warmup: Int = 0) -> [Double] {
        (0..<total).map { schedule.factor(step: $0, total: total, warmup: warmup) }
    }

    @Test func constantStaysAtOne() {
        #expect(factors(.constant, total: 4) == [1, 1, 1, 1])
    }

    @Test func cosineFallsFromOneToZero() {
        let expected = (0..<8).map { (1 + cos(Double.pi * Double($0) / 8)) / 2 }
        #expect(largestDistance(factors(.cosine, total: 8), expected) < 1e-15)
        #expect(LearningRateSchedule.cosine.factor(step: 8, total: 8, warmup: 0) == 0)
    }

    @Test func stepFallsTenfoldAtHalfAndAtThreeQuarters() {
        #expect(factors(.step, total: 8) == [1, 1, 1, 1, 0.1, 0.1, 0.01, 0.01])
    }

    @Test(arguments: LearningRateSchedule.all.map(\.name))
    func warmUpRisesLinearlyAndThenLeavesTheScheduleAsItIs(_ name: String) throws {
        let schedule = try #require(LearningRateSchedule.all.first { $0.name == name })
        let plain = factors(schedule, total: 20)
        let warmed = factors(schedule, total: 20, warmup: 4)
        #expect(
            largestDistance(Array(warmed.prefix(4)), zip(plain, 1...4).map { $0 * Double($1) / 5 }) < 1e-15)
        #expect(warmed.dropFirst(4) == plain.dropFirst(4))
        #expect(warmed[0] > 0)
    }

    @Test(arguments: LearningRateSchedule.all.map(\.name))
    func everyFactorIsFiniteAndWithinZeroAndOne(_ name: String) throws {
        let schedule = try #require(LearningRateSchedule.all.first { $0.name == name })
        for total in [0, 1, 2, 7] {
            for step in 0...9 {
                for warmup in [0, 1, 12] {
                    let factor = schedule.factor(step: step, total: total, warmup: warmup)
                    #expect((0...1).contains(factor), "\(step) of \(total), \(warmup)")
                }
            }
        }
    }
}
