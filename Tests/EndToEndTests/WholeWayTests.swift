import Foundation
import Specification
import Testing

/// curl → server → store → worker pool → engine → libtorch → stream → student, with nothing in it replaced.
@Suite(.serialized) struct WholeWayTests {
    private static let specification = #"""
        {"task": "classification", "student": {"architecture": "resnet8"}, "dataset": {"subset": 1500},
         "training": {"epochs": 10, "batch_size": 64, "seed": 7, "augmentation": ["crop"]},
         "teaching": {"interval": 4, "teacher": {"learning_rate": 0.02}}}
        """#

    private struct Outcome {
        var records: [EpochRecord]
        var student: Data
        var teacher: Data
        var job: Job
    }

    @Test func aPostedJobTrainsAndTeaches() throws {
        let outcome = try Self.reference.get()
        #expect(outcome.records.map(\.epoch) == Array(1...10))
        for record in outcome.records {
            let sum = record.teacher.weights.values.reduce(0, +)
            #expect(abs(sum - 1) <= 1e-6)
            #expect(record.student.statistics.layers.count == 3)
        }
        let last = try #require(outcome.records.last)
        let count = Double(last.teacher.weights.count)
        #expect(last.teacher.weights.values.contains { abs($0 - 1 / count) > 1e-3 })
        #expect(last.teacher.updates > 0)
        #expect(outcome.job.state == .succeeded)
        // 1,500 examples, ten epochs: far above chance is what says that it learned.
        #expect(try #require(outcome.job.result?.test["accuracy"]) > 0.9)
    }

    @Test func theSameSpecificationGivesTheSameRecordsAndBytes() throws {
        let first = try undisturbed()
        let second = try Self.reference.get()
        #expect(first.records.map(\.withoutTimes) == second.records.map(\.withoutTimes))
        #expect(first.student == second.student)
        #expect(first.teacher == second.teacher)
    }

    @Test func aKilledEngineGoesOnToTheSameBytes() throws {
        let lost = try attemptLost { service throws in #expect(try service.killEngines() > 0) }
        #expect(lost.reason?.isEmpty == false)
    }

    /// Its process is there and says nothing, not even that it lives.
    @Test func anEngineThatHangsIsReplacedAndGoesOnToTheSameBytes() throws {
        let lost = try attemptLost { service in try service.stopEngine() }
        #expect(lost.reason?.hasPrefix("The engine hung: it said nothing for 15 s after epoch ") == true)
    }

    @Test func aKilledServiceGoesOnToTheSameBytes() throws {
        let reference = try Self.reference.get()
        let service = try RunningService()
        let id = try service.submit(Self.specification)
        _ = try service.events(id) { $0.type == .epoch && $0.data.epoch == 4 }
        #expect(try service.job(id).state == .running)
        service.kill9()
        let next = try RunningService(stateDirectory: service.stateDirectory)
        defer { next.remove() }
        let outcome = try finish(id, on: next)
        next.stop()
        expectSame(outcome, reference)
    }

    /// Disturbs the engine after a job's third epoch; a second attempt brings the job to the same end.
    /// - Returns: the first attempt.
    private func attemptLost(to disturbance: (RunningService) throws -> Void) throws -> JobAttempt {
        let reference = try Self.reference.get()
        let service = try RunningService()
        defer { service.remove() }
        let id = try service.submit(Self.specification)
        _ = try service.events(id) { $0.type == .epoch && $0.data.epoch == 3 }
        try disturbance(service)
        let outcome = try finish(id, on: service)
        service.stop()
        #expect(outcome.job.attempts.count == 2)
        let first = try #require(outcome.job.attempts.first)
        #expect(first.outcome == .lost)
        expectSame(outcome, reference)
        return first
    }

    private func expectSame(_ outcome: Outcome, _ reference: Outcome) {
        #expect(outcome.job.state == .succeeded)
        #expect(outcome.records.map(\.withoutTimes) == reference.records.map(\.withoutTimes))
        #expect(outcome.student == reference.student)
        #expect(outcome.teacher == reference.teacher)
    }

    /// An undisturbed run, made once.
    private static let reference = Result { try WholeWayTests().undisturbed() }

    private func undisturbed() throws -> Outcome {
        let service = try RunningService()
        defer { service.remove() }
        let outcome = try finish(service.submit(Self.specification), on: service)
        service.stop()
        return outcome
    }

    /// Follows the job to its end; every event is there once, in order.
    private func finish(_ id: String, on service: RunningService) throws -> Outcome {
        let events = try service.events(id)
        #expect(events.map(\.id) == Array(1...max(1, events.count)))
        #expect(events.last?.type == .end)
        let records = try events.filter { $0.type == .epoch }.map {
            try JSONCoding.decode(EpochRecord.self, from: JSONCoding.encode($0.data))
        }
        return Outcome(
            records: records, student: try service.artifact(id, "student.safetensors"),
            teacher: try service.artifact(id, "teacher.safetensors"), job: try service.job(id))
    }
}

extension EpochRecord {
    /// What must be the same in every run of the same specification.
    var withoutTimes: EpochRecord {
        var copy = self
        copy.time = Date(timeIntervalSince1970: 0)
        copy.seconds = 0
        copy.examplesPerSecond = 0
        copy.teacher.overhead = 0
        return copy
    }
}

extension JSONValue {
    fileprivate var epoch: Int? {
        if case .object(let members) = self { members["epoch"]?.integerValue } else { nil }
    }
}
