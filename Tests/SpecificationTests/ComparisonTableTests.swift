import Foundation
import ServiceTestSupport
import Testing

@testable import Specification

@Suite struct ComparisonTableTests {
    /// What SciPy says; see `Reference/`.
    private struct Golden: Decodable {
        struct Interval: Decodable {
            let lower: Double
            let upper: Double
        }

        let reference: [Double]
        let method: [Double]
        let kept: [Int]
        let referenceSeconds: [Double]
        let methodSeconds: [Double]
        let mean: Double
        let interval: Interval
        let difference: Double
        let differenceInterval: Interval
        let pValue: Double
        let costRatio: Double

        static func load() throws -> Golden {
            let folder = try #require(Bundle.module.url(forResource: "Reference", withExtension: nil))
            let data = try Data(contentsOf: folder.appending(path: "comparison.json"))
            return try JSONCoding.decode(Golden.self, from: data)
        }
    }

    /// Method, single loss, seed, score and seconds of a job; one without a score has failed.
    private typealias Finished = (ComparisonMethod, String?, Int, Double?, Double?)

    private func table(
        _ members: String, _ outcomes: [Finished]
    ) throws -> ComparisonTable {
        let comparison = try ComparisonSpecification.make(
            #"{"specification": {"task": "classification"}, \#(members)}"#)
        return ComparisonTable(
            comparison,
            outcomes: Dictionary(
                uniqueKeysWithValues: outcomes.map { method, single, seed, score, seconds in
                    (
                        ComparisonEntry(method: method, single: single, seed: seed),
                        ComparisonOutcome(
                            seed: seed, state: score == nil ? .failed : .succeeded, score: score,
                            seconds: seconds, reason: score == nil ? "diverged: The loss is\nnan." : nil)
                    )
                }))
    }

    @Test func theNumbersAreSciPys() throws {
        let golden = try Golden.load()
        var jobs: [Finished] = []
        for index in 0..<5 {
            jobs.append((.reference, nil, index + 1, golden.reference[index], golden.referenceSeconds[index]))
            let isKept = golden.kept.contains(index)
            let score: Double? = isKept ? golden.method[index] : nil
            let seconds: Double? = isKept ? golden.methodSeconds[index] : nil
            jobs.append((.method(.dfm), nil, index + 1, score, seconds))
        }
        let table = try table(#""methods": ["reference", "dfm"], "seeds": 5"#, jobs)
        let row = table.rows[1]
        #expect(row.count == 4)
        func expectNear(_ found: Double?, _ expected: Double) throws {
            #expect(abs(try #require(found) - expected) < 1e-12)
        }
        try expectNear(row.mean, golden.mean)
        try expectNear(row.interval?.lower, golden.interval.lower)
        try expectNear(row.interval?.upper, golden.interval.upper)
        try expectNear(row.difference?.mean, golden.difference)
        try expectNear(row.difference?.interval?.lower, golden.differenceInterval.lower)
        try expectNear(row.difference?.interval?.upper, golden.differenceInterval.upper)
        try expectNear(row.difference?.pValue, golden.pValue)
        try expectNear(row.costRatio, golden.costRatio)
        #expect(row.difference?.count == 4)
        #expect(row.outcomes[3].state == JobState.failed)
        #expect(table.rows[0].difference == nil)
        #expect(table.rows[0].costRatio == 1)
        #expect(table.hasFailures)
    }

    private static let singles: [Finished] = [
        (.reference, nil, 1, 0.5, 10), (.reference, nil, 2, 0.5, 10),
        (.bestSingle, "brier", 1, 0.99, 20), (.bestSingle, "brier", 2, nil, nil),
        (.bestSingle, "focal", 1, 0.6, 30), (.bestSingle, "focal", 2, 0.8, 30),
    ]

    @Test func bestSingleIsTheBestOfThoseThatHaveAllScores() throws {
        let table = try table(#""methods": ["best-single", "reference"], "seeds": 2"#, Self.singles)
        #expect(table.rows.map(\.method) == [.bestSingle, .reference])
        #expect(table.rows[0].single == "focal")
        #expect(table.rows[0] == table.singles[2])
        #expect(table.singles.map(\.single) == ["brier", "cross_entropy", "focal"])
        #expect(table.singles.map(\.costRatio) == [2, 1, 3])
        #expect(table.notes[0].hasPrefix("best-single is the loss with the best mean among 3, chosen on the"))
        #expect(table.notes[1].contains("took 100.0 s over all losses and seeds"))
        let losses = try self.table(
            #""methods": ["best-single", "reference"], "seeds": 2, "metric": "loss""#, Self.singles)
        #expect(losses.rows[0].single == "cross_entropy")
    }

    @Test func theReferenceLossHasTheReferencesStudents() throws {
        let table = try table(#""methods": ["best-single", "reference"], "seeds": 2"#, Self.singles)
        #expect(table.singles[1].outcomes == table.rows[1].outcomes)
        #expect(table.singles[1].difference?.mean == 0)
        #expect(!table.singles[1].outcomes.isEmpty)
        let alone = try self.table(
            #""methods": ["best-single"], "seeds": 1"#, [(.bestSingle, "cross_entropy", 1, 0.75, 5)])
        #expect(alone.singles[1].mean == 0.75)
    }

    @Test func aComparisonThatHasJustBegunHasATableWithoutNumbers() throws {
        let table = try table(#""seeds": 2"#, [])
        #expect(table.rows.map(\.method.rawValue) == ["reference", "uniform", "best-single", "dfm"])
        #expect(
            table.rows.allSatisfy { $0.count == 0 && $0.mean == nil && $0.outcomes.map(\.seed) == [1, 2] })
        let one = try self.table(
            #""seeds": 2, "methods": ["reference", "dfm"]"#,
            [(.reference, nil, 1, 0.5, 1), (.method(.dfm), nil, 1, 0.75, 2)])
        #expect(one.rows[1].difference?.mean == 0.25)
        #expect(one.rows[1].difference?.interval == nil)
        #expect(one.rows[1].difference?.pValue == nil)
        #expect(try JSONCoding.decode(ComparisonTable.self, from: JSONCoding.encode(one)) == one)
    }

    @Test func equalScoresHaveNoPValueAndTheTableIsStillJSON() throws {
        let table = try table(
            #""seeds": 2, "methods": ["reference", "dfm"]"#,
            [1, 2].flatMap { seed -> [Finished] in
                [(.reference, nil, seed, 0.5, 1), (.method(.dfm), nil, seed, 0.5, 1)]
            })
        #expect(table.rows[1].difference?.mean == 0)
        #expect(table.rows[1].difference?.pValue == nil)
        #expect(table.rows[1].difference?.seedsNeeded == nil)
        #expect(throws: Never.self) { try JSONCoding.encode(table) }
    }

    @Test func aTableSaysHowManySeedsItsDifferencesNeed() throws {
        let scores = [(0.5, 0.51), (0.6, 0.62), (0.4, 0.43)]
        let table = try table(
            #""seeds": 3, "methods": ["reference", "dfm"]"#,
            scores.enumerated().flatMap { seed, pair -> [Finished] in
                [
                    (.reference, nil, seed + 1, pair.0, 1), (.method(.dfm), nil, seed + 1, pair.1, 1),
                ]
            })
        // Differences of 0.02 in the mean and 0.01 in deviation: statsmodels' TTestPower().solve_power(2, alpha=0.05, power=0.8)
        // gives 4.22.
        #expect(table.rows[1].difference?.seedsNeeded == 5)
        #expect(table.markdown.contains("| 5 | 1.0 | 1.00 |"), "\(table.markdown)")
        let lines = table.csv.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let column = try #require(lines[0].firstIndex(of: "seeds_needed"))
        #expect(lines[2][column] == "5")
    }

    @Test func withoutTheReferenceNothingIsComparedWithIt() throws {
        let table = try table(#""seeds": 1, "methods": ["dfm"]"#, [(.method(.dfm), nil, 1, 0.9, 1)])
        #expect(table.rows[0].mean == 0.9)
        #expect(table.rows[0].difference == nil && table.rows[0].costRatio == nil)
    }

    @Test func theTableIsMarkdown() throws {
        let table = try table(#""methods": ["best-single", "reference"], "seeds": 2"#, Self.singles)
        let lines = table.markdown.components(separatedBy: "\n")
        #expect(
            lines[0]
                == "| method | seeds | accuracy | 95 % interval | less reference | 95 % interval | p | seeds needed | seconds | cost |"
        )
        // Two values x ± d: the interval is x ± 12.7062 d, by tables of t with one degree of freedom.
        #expect(
            lines[2].hasPrefix("| best-single (focal) | 2/2 | 0.7000 | -0.5706 – 1.9706 | +0.2000 |"))
        #expect(lines[2].hasSuffix("| 30.0 | 3.00 |"))
        #expect(lines.contains("- best-single brier, seed 2: failed: diverged: The loss is nan."))
        #expect(lines.filter { $0.hasPrefix("| best-single (") }.count == 4)
        let columns = lines.filter { $0.hasPrefix("|") }.map { $0.count { $0 == "|" } }
        #expect(Set(columns) == [11])
    }

    @Test func theTableIsCSV() throws {
        let table = try table(#""methods": ["best-single", "reference"], "seeds": 2"#, Self.singles)
        let rows = table.csv.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        #expect(Set(rows.map(\.count)) == [17])
        #expect(rows.map { $0[0] } == ["kind", "method", "method", "single", "single", "single"])
        #expect(rows[2].prefix(7) == ["method", "reference", "", "accuracy", "2", "2", "0.5"])
        #expect(rows[2].suffix(7) == ["", "", "", "", "", "10.0", "1.0"])
    }

    @Test func aResultWithoutTheScoreSaysWhichItHas() {
        let outcome = ComparisonOutcome(
            seed: 1, job: "job_1", state: .succeeded, result: .make(), error: nil, metric: "map")
        #expect(outcome.score == nil)
        #expect(outcome.reason == "The result has no test score 'map'; it has accuracy.")
        let failed = ComparisonOutcome(
            seed: 1, job: nil, state: .failed, result: nil,
            error: JobFailure(kind: .diverged, detail: "nan"), metric: "map")
        #expect(failed.reason == "diverged: nan")
    }

    @Test func weightsAreTheMeanOverSeeds() throws {
        let comparison = try ComparisonSpecification.make(
            #"{"specification": {"task": "classification"}, "methods": ["dfm", "best-single"], "seeds": 2}"#)
        var second = EpochRecord.make(1)
        second.teacher.weights = ["focal": 1]
        let dfm = { ComparisonEntry(method: .method(.dfm), seed: $0) }
        let weights = ComparisonWeights(
            comparison,
            records: [
                // 1 − 1/(e + 1) on cross-entropy, the rest on focal.
                dfm(1): [.make(1), .make(3)], dfm(2): [second],
                ComparisonEntry(method: .bestSingle, single: "brier", seed: 1): [.make(1)],
            ])
        #expect(
            weights.text
                == "method,epoch,seeds,cross_entropy,focal\r\ndfm,1,2,0.25,0.75\r\ndfm,3,1,0.75,0.25\r\n")
    }
}
