import Testing

@testable import Training

@Suite struct EpochTallyTests {
    @Test func powerSumsGiveTheMomentsOfTheirDefinition() {
        var sums = PowerSums()
        #expect(sums.mean == 0 && sums.deviation == 0 && sums.skewness == 0)
        for value in [0.0, 0, 0, 4] { sums.add(value) }
        #expect(sums.mean == 1)
        #expect(abs(sums.deviation - 3.0.squareRoot()) < 1e-12)
        #expect(abs(sums.skewness - 2 / 3.0.squareRoot()) < 1e-12)
    }

    @Test func equalNumbersHaveNoSpread() {
        var sums = PowerSums()
        for _ in 0..<7 { sums.add(0.1) }
        #expect(sums.deviation < 1e-8 && sums.skewness == 0)
    }

    @Test func anEmptyTallyIsFinite() {
        let tally = EpochTally(metrics: 2, classes: 3)
        #expect(
            tally.meanLoss == 0 && tally.meanWeights == [0, 0] && tally.accuracy == 0 && tally.overhead == 0)
        let statistics = tally.statistics(layers: [], teachingCrossEntropy: nil)
        #expect(statistics.informationLoss == 1 && statistics.calibrationError == 0)
        #expect(statistics.generalizationGap == nil)
    }
}
