import Foundation
import ServiceTestSupport
import Testing

@testable import Specification

@Suite struct ComparisonJobTests {
    private static let fixed =
        #"{"method": "fixed", "weights": {"brier": 3, "focal": 1}, "metrics": ["brier", "focal"]}"#

    private func jobs(_ teaching: String = "{}", _ members: String, id: String? = "cmp_1") throws
        -> [ComparisonJob]
    {
        try ComparisonSpecification.make(
            #"""
            {"specification": {"task": "classification", "metadata": {"team": "x"}, "training": {"epochs": 9},
                               "teaching": \#(teaching)}, \#(members)}
            """#
        ).jobs(id: id)
    }

    @Test func thereIsAJobForEachMethodAndSeedAndForEachSingleLoss() throws {
        let jobs = try jobs(#""name": "digits", "seeds": [4, 2], "methods": ["reference", "best-single"]"#)
        #expect(
            jobs.map(\.specification.name) == [
                "digits · reference · seed 4", "digits · best-single brier · seed 4",
                "digits · best-single focal · seed 4", "digits · reference · seed 2",
                "digits · best-single brier · seed 2", "digits · best-single focal · seed 2",
            ])
        #expect(jobs.map(\.specification.training.seed) == [4, 4, 4, 2, 2, 2])
        #expect(Set(jobs.map(\.entry)).count == jobs.count)
        #expect(
            jobs[2].specification.metadata == [
                "team": "x", "comparison": "cmp_1", "method": "best-single", "single": "focal", "seed": "4",
            ])
        #expect(jobs[2].specification.teaching.method == .fixed)
        #expect(jobs[2].specification.teaching.weights == ["brier": 0, "cross_entropy": 0, "focal": 1])
        #expect(jobs[0].specification.teaching.method == .reference)
        #expect(try self.jobs(#""seeds": 1"#, id: nil)[0].specification.metadata["comparison"] == nil)
    }

    @Test func theReferenceLossIsTrainedOnceWhereReferenceIsAMethod() throws {
        let alone = try jobs(#""seeds": 1, "methods": ["best-single"]"#)
        #expect(alone.compactMap(\.entry.single) == ["brier", "cross_entropy", "focal"])
        let both = try jobs(#""seeds": 1, "methods": ["best-single", "reference"]"#)
        #expect(both.compactMap(\.entry.single) == ["brier", "focal"])
    }

    @Test func onlyMethodsWhoseTeacherWeighsMetricsHaveAHorizonAndWeighExamples() throws {
        let methods =
            #""seeds": 1, "methods": ["reference", "best-single", "l2t-dln", "uncertainty", "dfm", "l2t-dlf"]"#
        let far = try jobs(#"{"horizon": 4}"#, methods)
        for job in far {
            let isTaught = [.dfm, .dynamicLossFunctions].contains(job.specification.teaching.method)
            #expect(job.specification.teaching.horizon == (isTaught ? 4 : 1), "\(job.entry)")
        }
        for job in try jobs(#"{"granularity": "sample"}"#, methods) {
            let isTaught = [.dfm, .dynamicLossFunctions].contains(job.specification.teaching.method)
            #expect(job.specification.teaching.granularity == (isTaught ? .sample : .batch), "\(job.entry)")
        }
    }

    @Test func theTestSplitIsReadOnce() throws {
        #expect(try jobs(#""seeds": 1"#).allSatisfy { $0.specification.training.evaluationInterval == 9 })
    }

    @Test func jobsOfOneSeedDifferInTheirTeachingAlone() throws {
        let jobs = try jobs(Self.fixed, #""seeds": 1, "methods": ["reference", "uniform", "fixed", "dfm"]"#)
        for job in jobs {
            var specification = job.specification
            specification.name = nil
            specification.metadata = [:]
            specification.teaching = jobs[0].specification.teaching
            var first = jobs[0].specification
            first.name = nil
            first.metadata = [:]
            #expect(specification == first)
        }
        #expect(
            jobs.map(\.specification.teaching.weights) == [nil, nil, ["brier": 0.75, "focal": 0.25], nil])
    }

    @Test func everyJobIsASpecificationThatWouldBeAccepted() throws {
        let all = #""methods": ["reference", "uniform", "fixed", "dfm", "best-single"], "seeds": 2"#
        for job in try jobs(Self.fixed, all) {
            let data = try JSONCoding.encode(job.specification)
            #expect(try SpecificationReader.read(data, catalogue: .make()) == job.specification)
        }
    }

    @Test func theReferencesOfOtherGroupsJoinTheMetrics() throws {
        var comparison = try ComparisonSpecification.make(
            #"""
            {"specification": {"task": "classification", "teaching": {"metrics": ["focal"]}}, "seeds": 1,
             "methods": ["best-single"]}
            """#)
        comparison.singles = [
            SingleLoss(
                metric: "focal", weights: ["focal": 0.5, "cross_entropy": 0.5], isReference: false)
        ]
        let job = comparison.jobs(id: nil)[0].specification
        #expect(job.teaching.metrics == ["focal", "cross_entropy"])
        let data = try JSONCoding.encode(job)
        #expect(try SpecificationReader.read(data, catalogue: .make()) == job)
    }

    @Test func aLongNameIsCutAndItsEndIsKept() throws {
        let long = String(repeating: "ä", count: 200)
        let name = try #require(try jobs(#""name": "\#(long)", "seeds": 1"#)[0].specification.name)
        #expect(name.unicodeScalars.count == 200)
        #expect(name.hasSuffix("ä · reference · seed 1"))
    }

    private func jobs(_ members: String, id: String? = "cmp_1") throws -> [ComparisonJob] {
        try jobs("{}", members, id: id)
    }
}
