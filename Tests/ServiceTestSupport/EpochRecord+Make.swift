package import Foundation
package import Specification

extension EpochRecord {
    /// A record whose numbers follow from the epoch alone.
    package static func make(_ epoch: Int, time: Date = Date(timeIntervalSince1970: 1_700_000_000))
        -> EpochRecord
    {
        let share = 1 / Double(epoch + 1)
        return EpochRecord(
            epoch: epoch, step: epoch * 30, time: time, seconds: 0.5, examplesPerSecond: 1000,
            learningRate: 0.1,
            teacher: TeacherRecord(
                weights: ["cross_entropy": 1 - share, "focal": share], selected: ["cross_entropy"],
                confidence: ["cross_entropy": 0.9, "focal": 0.4],
                usefulness: ["cross_entropy": Spread(mean: 0.5, deviation: 0.1)], loss: -0.1,
                updates: epoch * 3,
                overhead: 0.2),
            student: StudentRecord(
                loss: share, metrics: ["cross_entropy": share, "focal": share / 2],
                train: ["accuracy": 1 - share], teaching: ["loss": share, "accuracy": 1 - share],
                test: ["accuracy": 1 - share],
                statistics: StatisticsRecord(
                    informationLoss: share, entropy: Spread(mean: share, deviation: 0.1),
                    margin: Spread(mean: 0.5, deviation: 0.2, skewness: -0.5), calibrationError: 0.02,
                    generalizationGap: 0.01,
                    layers: [
                        LayerRecord(
                            name: "stage1", mean: 0.4, deviation: 0.5, skewness: 1, kurtosis: 2,
                            deadFraction: 0,
                            effectiveRank: 9)
                    ])))
    }
}
