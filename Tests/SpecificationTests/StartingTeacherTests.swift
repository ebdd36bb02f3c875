import Foundation
import ServiceTestSupport
import Testing

@testable import Specification

/// `teaching.teacher.from` and `frozen`, against the teacher that they name.
@Suite struct StartingTeacherTests {
    private let facts = TeacherFacts(
        task: .classification, method: .dfm, metrics: ["brier", "focal"], hidden: 8)

    private func source(_ facts: TeacherFacts) -> TeacherSource {
        TeacherSource { $0 == "good" ? .found(facts) : .missing("There is no teacher '\($0)'.") }
    }

    private func read(_ teaching: String, _ facts: TeacherFacts? = nil) throws -> TeachingPlan {
        let text = #"{"task": "classification", "teaching": \#(teaching)}"#
        return try SpecificationReader.read(
            Data(text.utf8), catalogue: .make(), teachers: source(facts ?? self.facts)
        ).teaching
    }

    private func faults(_ teaching: String, _ facts: TeacherFacts? = nil) -> [String] {
        do {
            _ = try read(teaching, facts)
            return []
        } catch let error as InvalidSpecification {
            return error.faults.map { "\($0.pointer): \($0.detail)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test func aTeacherStartsUntrainedWhereNothingIsSaid() throws {
        for text in ["{}", #"{"teacher": {"from": null, "frozen": false}}"#] {
            let teaching = try read(text)
            #expect(teaching.teacher.from == nil && !teaching.teacher.frozen)
            #expect(teaching.teacher.hidden == 64)
        }
    }

    @Test func metricsAndSizeAreTheTeachersWhereNoneAreSaid() throws {
        let teaching = try read(#"{"teacher": {"from": "good", "frozen": true}}"#)
        #expect(teaching.metrics == ["brier", "focal"])
        #expect(teaching.teacher.hidden == 8)
        #expect(teaching.teacher.from == "good" && teaching.teacher.frozen)
        // In any order, and said again as it is answered.
        let said = try read(#"{"metrics": ["focal", "brier"], "teacher": {"from": "good", "hidden": 8}}"#)
        #expect(said.metrics == ["focal", "brier"] && !said.teacher.frozen)
    }

    @Test func whatDoesNotFitIsSaidWithBoth() {
        #expect(
            faults(#"{"metrics": ["focal"], "teacher": {"from": "good", "hidden": 16}}"#) == [
                "/teaching/teacher/from: The teacher 'good' weighs brier, focal; the metrics of the job are focal, "
                    + "and must be the same.",
                "/teaching/teacher/hidden: The teacher 'good' has 8; found 16, which must be the same.",
            ])
        #expect(
            faults(#"{"method": "uniform", "teacher": {"from": "good"}}"#) == [
                "/teaching/teacher/from: The teacher 'good' is of the method 'dfm', the job of 'uniform'; both must "
                    + "be of one method."
            ])
        var other = facts
        other.task = .detection
        #expect(
            faults(#"{"teacher": {"from": "good", "hidden": 16}}"#, other) == [
                "/teaching/teacher/from: The teacher 'good' is for detection; one for classification is allowed."
            ])
        #expect(
            faults(#"{"teacher": {"from": "bad"}}"#)
                == ["/teaching/teacher/from: There is no teacher 'bad'."])
        #expect(
            faults(#"{"teacher": {"from": 3}}"#) == [
                "/teaching/teacher/from: A string of at most 4096 characters is expected; found 3."
            ])
        #expect(
            faults(#"{"teacher": {"frozen": true}}"#) == [
                "/teaching/teacher/frozen: true is allowed with 'from' only: an untrained teacher would never learn."
            ])
    }

    @Test func withoutTeachersNoneCanBeNamed() {
        let text = #"{"task": "classification", "teaching": {"teacher": {"from": "good"}}}"#
        let error = #expect(throws: InvalidSpecification.self) {
            try SpecificationReader.read(Data(text.utf8), catalogue: .make())
        }
        #expect(
            error?.faults.map(\.detail)
                == ["There are no teachers here to start from; null is allowed."])
    }

    @Test func aPlanThatWasStoredBeforeHasAnUntrainedTeacherWithoutEntropy() throws {
        let text = #"{"floor": 0, "hidden": 64, "learning_rate": 0.003, "window": 5}"#
        let plan = try JSONCoding.decode(TeacherPlan.self, from: Data(text.utf8))
        #expect(plan.from == nil && !plan.frozen && plan.hidden == 64 && plan.entropy == 0)
        var trained = plan
        trained.from = "good"
        trained.frozen = true
        trained.entropy = 0.5
        #expect(try JSONCoding.decode(TeacherPlan.self, from: JSONCoding.encode(trained)) == trained)
    }

    @Test func inAComparisonOnlyTheMethodOfTheTeacherStartsFromIt() throws {
        let text =
            #"{"specification": {"task": "classification", "teaching": {"teacher": {"from": "good"}}}, "seeds": 1}"#
        let comparison = try ComparisonReader.read(
            Data(text.utf8), catalogue: .make(), teachers: source(facts))
        let jobs = comparison.jobs(id: nil)
        #expect(jobs.count == 5)
        for job in jobs {
            let isTaught = job.entry.method == .method(.dfm)
            #expect(
                job.specification.teaching.teacher.from == (isTaught ? "good" : nil), "\(job.entry.label)")
        }
    }

    @Test func aRequestNamesAJobAndNothingElse() throws {
        func faults(_ text: String) -> [String] {
            let error = #expect(throws: InvalidSpecification.self) {
                try TeacherRequest(reading: Data(text.utf8))
            }
            return error?.faults.map { "\($0.pointer): \($0.detail)" } ?? []
        }
        #expect(try TeacherRequest(reading: Data(#"{"job": "job_1"}"#.utf8)).job == "job_1")
        #expect(faults("{}") == ["/job: is missing; the id of a finished job is expected."])
        #expect(faults(#"{"job": 1}"#) == ["/job: A string of at most 200 characters is expected; found 1."])
        #expect(faults("[]").first?.hasPrefix(": An object is expected") == true)
        #expect(
            faults(#"{"job": "job_1", "name": "x"}"#) == [
                "/name: 'name' is unknown; one of job is allowed here."
            ])
    }
}
