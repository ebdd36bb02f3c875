import Datasets
import Foundation
import Specification
import Teaching
import Testing
import Torch

@testable import Training

/// Trainings that start from the teacher of another one.
@Suite struct ReusedTeacherTests {
    /// The folder of a finished training with a teacher.
    private static func source() throws -> AttemptFolder {
        let folder = try AttemptFolder()
        // Quick to learn, so that its weights are far from equal.
        #expect(try folder.run(.make(#"{"teaching": {"teacher": {"learning_rate": 0.05}}}"#)).isFinished)
        return folder
    }

    /// Another student and other data, and what the source's teacher has to have.
    private static func specification(frozen: Bool, _ changes: String = "{}") throws -> JobSpecification {
        var specification = try JobSpecification.make(
            changes, student: #"{"architecture": "mlp", "parameters": {"width": 20, "depth": 1}}"#)
        specification.dataset.subset = 160
        specification.dataset.labelNoise = 0.3
        specification.teaching.teacher.from = "good"
        specification.teaching.teacher.frozen = frozen
        return specification
    }

    private func folder(_ source: AttemptFolder) throws -> AttemptFolder {
        let folder = try AttemptFolder()
        try folder.write(source.bytes(SavedTeacher.fileName), to: EngineAssignment.startingTeacher)
        return folder
    }

    private func run(_ specification: JobSpecification) throws -> TrainingRun {
        let task = TrainingTask.classification
        let data = try PreparedData(
            task.load(specification, DatasetCatalogue()), batchSize: specification.training.batchSize)
        return try TrainingRun(specification, task: task, data: data)
    }

    @Test func theFirstDecisionIsThatOfTheSource() throws {
        let source = try Self.source()
        var run = try run(Self.specification(frozen: false))
        let input = (0..<StudentStatistics.length(metrics: run.setting.metrics.count)).map {
            sin(Double($0))
        }
        let teacher = run.setting.teacher
        let untrained = try teacher.decide(input, state: run.loop.state.teacher).weights
        try run.start(from: TeacherFile(source.file(SavedTeacher.fileName)))
        let decided = try teacher.decide(input, state: run.loop.state.teacher).weights

        let parameters = try Safetensors.read(source.file(SavedTeacher.fileName)).tensors
        var state = run.loop.state.teacher
        state.parameters = try state.parameters.replacing(
            tensors: state.parameters.names.map { try #require(parameters[$0]) })
        #expect(try teacher.decide(input, state: state).weights == decided)
        let equal = 1 / Double(untrained.within.count)
        #expect(untrained.within.allSatisfy { abs($0 - equal) < 1e-6 })
        #expect(decided.within.contains { abs($0 - equal) > 1e-3 }, "\(decided.within)")
    }

    @Test func theFirstEpochIsWeighedByWhatWasLearned() throws {
        let source = try Self.source()
        let weights = try [true, false].map { isReused in
            var specification = try Self.specification(frozen: false)
            if !isReused { specification.teaching.teacher.from = nil }
            let channel = RecordingChannel()
            #expect(try folder(source).run(specification, channel: channel).isFinished)
            return try #require(channel.records.first).teacher.weights
        }
        #expect(weights[0] != weights[1])
    }

    @Test func aFrozenTeacherDecidesAndNeverChanges() throws {
        let source = try Self.source()
        let folder = try folder(source)
        let channel = RecordingChannel()
        #expect(folder.run(try Self.specification(frozen: true), channel: channel).isFinished)
        let before = try Safetensors.read(source.file(SavedTeacher.fileName)).tensors
        let after = try Safetensors.read(folder.file(SavedTeacher.fileName)).tensors
        #expect(Set(before.keys) == Set(after.keys))
        for (name, tensor) in before { #expect(try after[name]?.bytes() == tensor.bytes(), "\(name)") }
        #expect(channel.records.count == 2)
        for record in channel.records {
            #expect(record.teacher.updates == 0 && record.teacher.loss == nil)
            #expect(Set(record.teacher.weights.values).count > 1, "\(record.teacher.weights)")
        }
        // Its memory runs on, and so its decisions do.
        #expect(channel.records[0].teacher.weights != channel.records[1].teacher.weights)
        let run = try run(Self.specification(frozen: true))
        let state = try Checkpoint.read(
            from: folder.file("checkpoint-2.safetensors"), like: run.loop.state, device: .cpu
        ).teacher
        #expect(try state.memory.hidden.to(type: .float64).doubles().contains { $0 != 0 })

        let learning = try self.folder(source)
        #expect(learning.run(try Self.specification(frozen: false)).isFinished)
        let learned = try Safetensors.read(learning.file(SavedTeacher.fileName)).tensors
        #expect(try before.contains { try learned[$0.key]?.bytes() != $0.value.bytes() })
    }

    @Test func theTeacherOfALossNetworkIsReusedToo() throws {
        let source = try AttemptFolder()
        let taught = try JobSpecification.make(
            #"{"teaching": {"method": "l2t-dln", "teacher": {"learning_rate": 0.05}}}"#)
        #expect(source.run(taught).isFinished)
        let own = #"{"teaching": {"method": "l2t-dln"}}"#
        let folder = try folder(source)
        #expect(try folder.run(Self.specification(frozen: true, own)).isFinished)
        let run = try run(Self.specification(frozen: true, own))
        let course = try Checkpoint.read(
            from: folder.file("checkpoint-2.safetensors"), like: run.loop.state, device: .cpu
        ).header.course
        // An untrained teacher that never learns does not move φ.
        let start = try #require(run.loop.state.course.loss).parameters
        let moved = try #require(course.loss).parameters
        #expect(moved != start)
        let before = try Safetensors.read(source.file(SavedTeacher.fileName)).tensors
        let after = try Safetensors.read(folder.file(SavedTeacher.fileName)).tensors
        #expect(Set(before.keys) == Set(after.keys))
        for (name, tensor) in before { #expect(try after[name]?.bytes() == tensor.bytes(), "\(name)") }
    }

    @Test(arguments: [true, false])
    func stoppedAnywhereItEndsInTheSameBytes(_ isFrozen: Bool) throws {
        let source = try Self.source()
        let specification = try Self.specification(frozen: isFrozen)
        let whole = try folder(source)
        let undisturbed = RecordingChannel()
        #expect(whole.run(specification, channel: undisturbed).isFinished)
        for stop in [2, 7, 15] {
            let folder = try folder(source)
            let stopped = folder.run(
                specification, channel: RecordingChannel(stopAfter: stop), checkpointInterval: 0)
            #expect(stopped.stoppedEpoch != nil, "\(stop): \(stopped)")
            // From here on the checkpoint has it.
            try FileManager.default.removeItem(atPath: folder.file(EngineAssignment.startingTeacher))
            let channel = RecordingChannel()
            #expect(folder.run(specification, channel: channel).isFinished, "\(stop): \(channel.logs)")
            #expect(channel.records.withoutTimes == undisturbed.records.withoutTimes)
            for name in ["student.safetensors", SavedTeacher.fileName] {
                #expect(try folder.bytes(name) == whole.bytes(name), "\(name) after \(stop)")
            }
        }
    }

    @Test func aTeacherThatDoesNotFitIsRefusedBeforeTheFirstEpoch() throws {
        let source = try Self.source()
        func detail(_ changes: String) throws -> String? {
            let channel = RecordingChannel()
            let message = try folder(source).run(
                Self.specification(frozen: false, changes), channel: channel)
            #expect(channel.records.isEmpty)
            #expect(message.failure?.kind == .invalid)
            return message.failure?.detail
        }
        let smaller = try detail(#"{"teaching": {"teacher": {"hidden": 5}}}"#)
        #expect(
            smaller?.contains(/its '[a-z._]+' is of shape \[.*32.*\]; \[.*20.*\] of float32 is expected/)
                == true,
            "\(smaller ?? "")")
        let fewer = try detail(#"{"teaching": {"metrics": ["cross_entropy", "focal"]}}"#)
        #expect(
            fewer?.hasSuffix(" in this order, the job has cross_entropy, focal.") == true, "\(fewer ?? "")")
        #expect(fewer?.hasPrefix("The teacher cannot be started from: it weighs ") == true)
    }

    @Test func aFileThatIsNoTeacherIsRefused() throws {
        let source = try Self.source()
        let specification = try Self.specification(frozen: true)
        #expect(
            try AttemptFolder().run(specification).failure?.detail
                == "The teacher cannot be started from: its file is missing or damaged.")
        let folder = try AttemptFolder()
        try folder.write(source.bytes("student.safetensors"), to: EngineAssignment.startingTeacher)
        #expect(
            folder.run(specification).failure?.detail
                == "The teacher cannot be started from: the format of its file is l2t-student/1, l2t-teacher/1 is "
                + "expected.")
        let cut = try source.bytes(SavedTeacher.fileName).dropLast(9)
        try folder.write(cut, to: EngineAssignment.startingTeacher)
        #expect(folder.run(specification).failure?.kind == .invalid)
    }
}
