import Foundation
import Testing

@testable import Evaluation

/// Against SciPy, statsmodels and mpmath, and closed forms.
@Suite struct StatisticsTests {
    private struct Golden: Decodable {
        struct Critical: Decodable {
            let degrees: Int
            let level: Double
            let t: Double
        }

        struct Tails: Decodable {
            let degrees: Int
            let t: Double
            let tails: Double
        }

        struct Noncentral: Decodable {
            let degrees: Int
            let shift: Double
            let t: Double
            let tails: Double
        }

        struct Pairs: Decodable {
            let reference: [Double]
            let method: [Double]
            let referenceMean: Double
            let referenceDeviation: Double
            let referenceInterval: [Double]
            let mean: Double
            let deviation: Double
            let interval: [Double]
            let pValue: Double
        }

        struct Seeds: Decodable {
            let effect: Double
            let seeds: Int
            let power: Double
        }

        let critical: [Critical]
        let tails: [Tails]
        let noncentral: [Noncentral]
        let pairs: [Pairs]
        let seeds: [Seeds]
    }

    private func golden() throws -> Golden { try Reference.load("paired.json", as: Golden.self) }

    @Test func studentsTEqualsThatOfSciPyAndMpmath() throws {
        let golden = try golden()
        let critical = golden.critical.map { StudentsT(degrees: $0.degrees).critical(level: $0.level) }
        #expect(largestRelativeDistance(critical, golden.critical.map(\.t)) < 1e-11)
        let tails = golden.tails.map { StudentsT(degrees: $0.degrees).tails(beyond: $0.t) }
        #expect(largestDistance(tails, golden.tails.map(\.tails)) < 1e-12)
        #expect(largestRelativeDistance(tails, golden.tails.map(\.tails)) < 1e-11)
    }

    @Test(arguments: [1e-9, 0.01, 0.3, 1, 4, 1e3, 1e9])
    func ofOneDegreeItIsCauchysAndOfTwoItHasAClosedForm(_ t: Double) {
        let cauchy = StudentsT(degrees: 1).tails(beyond: t)
        #expect(largestRelativeDistance([cauchy], [2 / .pi * atan(1 / t)]) < 1e-12)
        let root = (2 + t * t).squareRoot()
        let two = StudentsT(degrees: 2).tails(beyond: -t)
        // 1 − t/√(2 + t²), without its cancellation.
        #expect(largestRelativeDistance([two], [2 / (root * (root + t))]) < 1e-12)
    }

    @Test func tailsAtTheEnds() {
        let distribution = StudentsT(degrees: 4)
        #expect(distribution.tails(beyond: 0) == 1)
        #expect(distribution.tails(beyond: .infinity) == 0 && distribution.tails(beyond: -.infinity) == 0)
        #expect(distribution.tails(beyond: 1e200) == 0)
        #expect(distribution.tails(beyond: .nan).isNaN)
    }

    @Test func theNoncentralTEqualsItsIntegral() throws {
        let golden = try golden().noncentral
        let tails = golden.map { NoncentralT(degrees: $0.degrees, shift: $0.shift).tails(beyond: $0.t) }
        #expect(largestDistance(tails, golden.map(\.tails)) < 1e-11)
    }

    @Test func withoutAShiftTheNoncentralTIsStudents() {
        for degrees in [1, 2, 7, 500] {
            for t in [0, 0.5, 2, 6.0] {
                let shifted = NoncentralT(degrees: degrees, shift: 0).tails(beyond: t)
                #expect(abs(shifted - StudentsT(degrees: degrees).tails(beyond: t)) < 1e-11)
            }
        }
    }

    @Test func pairedStatisticsEqualSciPys() throws {
        for golden in try golden().pairs {
            let reference = try SampleStatistics(golden.reference)
            let paired = try PairedStatistics(reference: golden.reference, method: golden.method)
            #expect(reference.count == golden.reference.count)
            #expect(abs(reference.mean - golden.referenceMean) < 1e-12)
            let found = [
                reference.deviation, reference.interval?.lower, reference.interval?.upper,
                paired.difference.mean, paired.difference.deviation,
                paired.difference.interval?.lower, paired.difference.interval?.upper, paired.pValue,
            ]
            let expected =
                [golden.referenceDeviation] + golden.referenceInterval + [golden.mean, golden.deviation]
                + golden.interval + [golden.pValue]
            #expect(largestDistance(found, expected) < 1e-11, "\(found) and \(expected)")
        }
    }

    @Test func oneSeedHasAMeanAndNoMore() throws {
        let one = try PairedStatistics(reference: [0.5], method: [0.75])
        #expect(one.difference.mean == 0.25 && one.difference.count == 1)
        #expect(one.difference.deviation == nil && one.difference.interval == nil)
        #expect(one.pValue == nil && one.power == nil)
    }

    @Test func differencesThatDoNotSpread() throws {
        let same = try PairedStatistics(reference: [0.5, 0.25], method: [0.5, 0.25])
        #expect(same.pValue == nil && same.difference.deviation == 0)
        #expect(same.power?.seeds == nil)
        let shifted = try PairedStatistics(reference: [0.5, 0.25], method: [0.75, 0.5])
        #expect(shifted.pValue == 0 && shifted.difference.interval?.lower == 0.25)
        #expect(shifted.power?.seeds == 2)
    }

    @Test func theNumberOfSeedsEqualsThatOfStatsmodels() throws {
        for golden in try golden().seeds {
            let note = PowerNote(difference: -golden.effect * 0.01, deviation: 0.01)
            #expect(note.seeds == golden.seeds, "\(golden.effect)")
            let power = PowerNote.power(effect: golden.effect, seeds: golden.seeds)
            #expect(abs(power - golden.power) < 1e-9, "\(golden.effect)")
        }
    }

    @Test func aDifferenceMayBeTooSmallToTell() {
        #expect(PowerNote(difference: 1e-20, deviation: 1).seeds == nil)
        #expect(PowerNote(difference: 0, deviation: 0.1).seeds == nil)
        #expect(PowerNote(difference: 1e300, deviation: 1e-9).seeds == 2)
        #expect(PowerNote(difference: 0.01, deviation: 0.02).seeds == 34)
    }

    @Test func whatIsNoSampleIsRefused() {
        let none = #expect(throws: EvaluationError.self) { try SampleStatistics([]) }
        #expect(none?.description == "There are no values; at least one is needed.")
        let infinite = #expect(throws: EvaluationError.self) { try SampleStatistics([1, .infinity]) }
        #expect(infinite?.description == "Value 1 is inf; it must be a finite number.")
        let uneven = #expect(throws: EvaluationError.self) {
            try PairedStatistics(reference: [1, 2], method: [1])
        }
        #expect(
            uneven?.description == "There are 1 values of the method and 2 of the reference; they must agree."
        )
    }
}
