import Testing

@testable import Datasets

@Suite struct RandomSourceTests {
    /// The first outputs of S. Vigna's splitmix64.c for the state 1234567.
    @Test func isSplitMix64() {
        var source = RandomSource(state: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in source.next() } == expected)
    }

    @Test func boundedNumbersAreUniform() {
        var source = RandomSource(state: 3)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[source.next(below: 7)] += 1 }
        // The chi-square quantile of 6 degrees of freedom at 1 − 10⁻⁴ is 27.9.
        let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
        #expect(chiSquare < 27.9)
    }

    @Test func unitNumbersFillTheInterval() {
        var source = RandomSource(state: 4)
        let numbers = (0..<10_000).map { _ in source.nextUnit() }
        #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
        // Four standard deviations of the mean, 1 / √(12 · 10,000).
        #expect(abs(numbers.reduce(0, +) / 10_000 - 0.5) < 4 / 120_000.0.squareRoot())
    }

    @Test func aShuffleReachesEveryOrderEquallyOften() {
        var source = RandomSource(state: 5)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<24_000 { counts[source.shuffled([0, 1, 2, 3]), default: 0] += 1 }
        #expect(counts.count == 24)
        // The chi-square quantile of 23 degrees of freedom at 1 − 10⁻⁴ is 55.
        let chiSquare = counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
        #expect(chiSquare < 55)
    }

    @Test func seedPurposeAndPositionAllMatter() {
        let sources = [
            RandomStream(seed: 1, purpose: "a").source(0), RandomStream(seed: 2, purpose: "a").source(0),
            RandomStream(seed: 1, purpose: "b").source(0), RandomStream(seed: 1, purpose: "a").source(1),
            RandomStream(seed: 1, purpose: "a").source(), RandomStream(seed: 1, purpose: "a").source(0, 0),
            RandomStream(seed: 1, purpose: "a").source(0, 1),
            RandomStream(seed: 1, purpose: "a").source(1, 0),
        ]
        let firsts = sources.map { source in
            var source = source
            return source.next()
        }
        #expect(Set(firsts).count == firsts.count)
        #expect(
            RandomStream(seed: 1, purpose: "a").source(3) == RandomStream(seed: 1, purpose: "a").source(3))
    }

    /// Same seed, same bytes: also in the next release.
    @Test func theFirstNumberOfAStreamStaysAsItIs() {
        var source = RandomStream(seed: 1, purpose: "training order").source(0)
        #expect(source.next() == 2_234_833_810_600_185_575)
    }
}
