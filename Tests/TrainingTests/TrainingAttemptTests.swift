import Datasets
import Foundation
import Specification
import Teaching
import Testing
import Torch

@testable import Training

@Suite struct TrainingAttemptTests {
    @Test func theSameSpecificationAndSeedGiveTheSameRecordsAndBytes() throws {
        let specification = try JobSpecification.make()
        let (first, second) = (try AttemptFolder(), try AttemptFolder())
        let (one, two) = (RecordingChannel(), RecordingChannel())
        #expect(first.run(specification, channel: one).isFinished)
        #expect(second.run(specification, channel: two).isFinished)
        #expect(one.records.count == 2)
        #expect(one.records.withoutTimes == two.records.withoutTimes)
        for name in ["student.pt", "student.safetensors", "teacher.safetensors"] {
            #expect(try first.bytes(name) == second.bytes(name))
        }
        let third = try AttemptFolder()
        #expect(third.run(try .make(#"{"training": {"seed": 8}}"#)).isFinished)
        #expect(try first.bytes("student.safetensors") != third.bytes("student.safetensors"))
    }

    @Test func largerImagesAreEvaluatedFewerAtATime() {
        func batch(_ side: Int, _ batchSize: Int) -> Int {
            ClassificationTaskData.evaluationBatch(
                of: ImageShape(channels: 3, height: side, width: side), batchSize: batchSize)
        }
        // Small images are looked at as ever, however few of them train together.
        for side in [8, 28, 32] { #expect(batch(side, 2) == 500 && batch(side, 1000) == 500) }
        #expect(batch(64, 16) == 125 && batch(64, 128) == 128)
        #expect(batch(224, 16) == 16 && batch(224, 2) == 10)
        #expect(batch(4096, 2) == 2)
    }

    @Test func whatMayTakeLongIsAllowedTo() {
        func allowance(
            _ slowest: Double, plain: Double = 0, example: Double = 0, horizon: Int = 1, batch: Int = 500
        ) -> Double {
            TrainingAttempt.allowance(
                slowest: slowest, plainStep: plain, plainExample: example, horizon: horizon,
                evaluationBatch: batch)
        }
        #expect(allowance(0.5) == 30)
        #expect(allowance(8, plain: 6) == 80)
        // The first lesson of a horizon of 20 steps is some plain steps for each of them.
        #expect(allowance(8, plain: 6, horizon: 20) == 1200)
        // Two images train in a second, and 500 are evaluated together.
        #expect(allowance(1, plain: 1, example: 0.5) == 2500)
        #expect(allowance(1, plain: 1, example: 0.5, batch: 2) == 30)
    }

    @Test func theNextBatchTeachesAndNothingIsHeldBack() throws {
        let specification = try JobSpecification.make(#"{"teaching": {"holdout": {"mode": "next_batch"}}}"#)
        let channel = RecordingChannel()
        let result = try #require(AttemptFolder().run(specification, channel: channel).result)
        #expect(result.examples.training == 200 && result.examples.teaching == 0)
        // As many steps as without a teacher, one in two of which teaches.
        #expect(channel.records.map(\.step) == [10, 20])
        #expect(channel.records[1].teacher.updates == 3)
        #expect(channel.records.allSatisfy { $0.student.teaching == nil })
        let data = try PreparedData(
            TrainingTask.classification.load(specification, DatasetCatalogue(dataRoot: nil)), batchSize: 20)
        let plan = data.planner.plan(epoch: 0)
        let batches = try data.batches(plan)
        func teaching(_ position: Int) throws -> [Int] {
            try data.teachingBatch(plan, turn: 0, batches: batches, position: position).indices
        }
        #expect(try teaching(0) == batches[1])
        #expect(try teaching(9) == batches[0])
    }

    @Test func trustedExamplesTeachInTurnAndOtherMethodsTrainOnAll() throws {
        let noisy = #"{"dataset": {"label_noise": 0.5}, "teaching": {"holdout": {"mode": "trusted"}}}"#
        // A fifth of the 20 at a time.
        for (method, training, teaching) in [(TeachingPlan.Method.dfm, 196, 4), (.reference, 200, 0)] {
            let specification = try JobSpecification.make(noisy, method: method)
            let examples = try #require(AttemptFolder().run(specification).result).examples
            #expect(examples.training == training && examples.teaching == teaching)
            #expect(examples.noisyLabels == 90)
        }
    }

    @Test func mixedImagesTrainAndDoNotTeach() throws {
        let specification = try JobSpecification.make(#"{"training": {"augmentation": ["mixup", "cutout"]}}"#)
        let (one, two) = (RecordingChannel(), RecordingChannel())
        #expect(try AttemptFolder().run(specification, channel: one).isFinished)
        #expect(try AttemptFolder().run(specification, channel: two).isFinished)
        #expect(one.records.withoutTimes == two.records.withoutTimes)
        let plain = RecordingChannel()
        #expect(try AttemptFolder().run(.make(), channel: plain).isFinished)
        #expect(one.records.last?.student.loss != plain.records.last?.student.loss)
    }

    @Test func anotherDataSetTeaches() throws {
        let root = try DataRoot()
        for (name, count) in [("noisy", 6), ("clean", 4)] {
            for split in ["train", "test"] {
                for index in 0..<count {
                    try root.write(
                        DataRoot.image(shade: index + count), to: "\(name)/\(split)/\(index % 2)/\(index).png"
                    )
                }
            }
        }
        let specification = try JobSpecification.make(
            changes: "{}", dataRoot: root.path,
            """
            {"task": "classification", "dataset": {"name": "noisy"}, "student": {"architecture": "mlp"},
             "training": {"epochs": 1, "batch_size": 3},
             "teaching": {"interval": 1, "holdout": {"dataset": "clean"}}}
            """)
        let examples = try #require(AttemptFolder().run(specification, dataRoot: root.path).result).examples
        // Four have four parts.
        #expect(examples.training == 9 && examples.teaching == 1 && examples.test == 6)
        var plain = specification
        plain.teaching.method = .uniform
        let all = try #require(AttemptFolder().run(plain, dataRoot: root.path).result).examples
        #expect(all.training == 10 && all.teaching == 0)
    }

    @Test(arguments: TeachingPlan.Method.allCases)
    func everyMethodReportsWeightsThatSumToOneAndFiniteNumbers(_ method: TeachingPlan.Method) throws {
        let weights = #"{"teaching": {"weights": {"brier": 3, "cross_entropy": 1}}}"#
        let specification = try JobSpecification.make(method == .fixed ? weights : "{}", method: method)
        let folder = try AttemptFolder()
        let channel = RecordingChannel()
        let result = try #require(folder.run(specification, channel: channel).result)
        #expect(channel.records.map(\.epoch) == [1, 2])
        for record in channel.records {
            #expect(abs(record.teacher.weights.values.reduce(0, +) - 1) < 1e-6)
            #expect(record.teacher.weights.values.allSatisfy { $0 >= 0 })
            #expect((record.student.teaching != nil) == method.hasTeacher)
            #expect((0...1).contains(record.student.statistics.informationLoss))
            #expect(record.student.statistics.layers.count == 2)
            // JSON has no way to say infinity: what can be encoded is finite.
            #expect(try !JSONCoding.encode(record).isEmpty)
        }
        let last = try #require(channel.records.last)
        #expect(result.test == last.student.test)
        #expect(result.parameters == 65 * 12 + 13 * 12 + 13 * 10)
        switch method {
        case .reference:
            #expect(last.teacher.weights["cross_entropy"] == 1 && last.teacher.selected == ["cross_entropy"])
        case .uniform: #expect(last.teacher.weights.values.allSatisfy { abs($0 - 0.2) < 1e-12 })
        case .fixed:
            #expect(abs((last.teacher.weights["brier"] ?? 0) - 0.75) < 1e-12)
            #expect(last.teacher.selected == ["brier", "cross_entropy"])
        case .uncertainty:
            #expect(last.teacher.updates == 0 && last.teacher.loss == nil)
            #expect(Set(last.teacher.weights.values).count > 1)
        case .dynamicLossNetwork:
            #expect(last.teacher.updates == 3 && last.teacher.loss != nil)
            #expect(last.teacher.weights["cross_entropy"] == 1 && last.teacher.selected == ["cross_entropy"])
        case .dfm, .dfmWithoutMemory, .dfmWithoutSelection, .dfmWithoutStatistics, .dynamicLossFunctions:
            #expect(last.teacher.updates == 3 && last.teacher.loss != nil)
            #expect(Set(last.teacher.weights.values).count > 1)
        }
        #expect(result.examples.training == (method.hasTeacher ? 180 : 200))
        #expect(result.examples.teaching == (method.hasTeacher ? 20 : 0))
        #expect(result.examples.test == 1797)
    }

    @Test func eachAblationLeavesOutItsPart() throws {
        func plan(_ method: TeachingPlan.Method) throws -> TeachingPlan {
            try JobSpecification.make(#"{"teaching": {"method": "\#(method.rawValue)"}}"#).teaching
        }
        let expected: [(TeachingPlan.Method, TeacherInput, TemporalTeacher.Body, threshold: Double)] = [
            (.dfm, .statistics, .memory, 0.5), (.dfmWithoutMemory, .statistics, .forgetful, 0.5),
            (.dfmWithoutSelection, .statistics, .memory, 0), (.dfmWithoutStatistics, .values, .memory, 0.5),
            (.dynamicLossFunctions, .performance, .feedForward, 0),
        ]
        for (method, input, body, threshold) in expected {
            #expect(TeacherInput(method) == input, "\(method)")
            #expect(TemporalTeacher.Body(method) == body, "\(method)")
            #expect(ConfidenceSelection(try plan(method)).threshold == threshold, "\(method)")
        }
    }

    @Test func theKindOfLabelNoiseReachesTheData() throws {
        let records = try ["symmetric", "asymmetric"].map { kind in
            let channel = RecordingChannel()
            let specification = try JobSpecification.make(
                #"{"dataset": {"label_noise": 0.4, "label_noise_kind": "\#(kind)"}}"#, method: .reference)
            #expect(try AttemptFolder().run(specification, channel: channel).isFinished)
            return channel.records.withoutTimes
        }
        #expect(records[0].count == 2 && records[0] != records[1])
    }

    @Test func aTrainingMayWeighEachExample() throws {
        let (batches, samples) = (RecordingChannel(), RecordingChannel())
        #expect(try AttemptFolder().run(.make(), channel: batches).isFinished)
        let specification = try JobSpecification.make(#"{"teaching": {"granularity": "sample"}}"#)
        #expect(try AttemptFolder().run(specification, channel: samples).isFinished)
        #expect(samples.records.count == 2 && samples.records[1].teacher.updates == 3)
        #expect(samples.records.withoutTimes != batches.records.withoutTimes)
    }

    @Test func aStudentLearns() throws {
        let folder = try AttemptFolder()
        let specification = try JobSpecification.make(
            #"{"dataset": {"subset": 1000}, "training": {"epochs": 4, "augmentation": []}}"#,
            student: #"{"architecture": "mlp", "parameters": {"width": 48}}"#)
        let result = try #require(folder.run(specification).result)
        #expect((result.test["accuracy"] ?? 0) > 0.85, "\(result.test)")
    }

    @Test(arguments: [TeachingPlan.Method.reference, .dfm])
    func aLearningRateTooLargeIsReportedWithItsPlace(_ method: TeachingPlan.Method) throws {
        let folder = try AttemptFolder()
        let failure = try #require(
            folder.run(
                .make(
                    #"{"training": {"optimizer": {"learning_rate": 1e4}, "warmup_epochs": 0}}"#,
                    method: method)
            ).failure)
        #expect(failure.kind == .diverged)
        #expect(failure.detail.hasPrefix("Epoch 1: The student diverged: "), "\(failure.detail)")
        let metrics = try EngineCatalogue.describe(dataRoot: nil).metrics.map(\.name)
        #expect(
            metrics.contains { failure.detail.contains("'\($0)' was not finite at step ") },
            "\(failure.detail)")
        #expect(failure.detail.hasSuffix("; a smaller learning rate may help."))
    }

    @Test func whatTheLastStepOfAnEpochBreaksIsReportedWithItsPlaceToo() throws {
        // One step an epoch: its loss is finite, and what it leaves is not.
        let failure = try #require(
            AttemptFolder().run(
                .make(
                    #"""
                    {"dataset": {"subset": 64},
                     "training": {"batch_size": 64, "optimizer": {"learning_rate": 1e6, "weight_decay": 100}, "warmup_epochs": 0}}
                    """#,
                    method: .reference,
                    student: #"{"architecture": "mlp", "parameters": {"width": 64, "depth": 8}}"#)
            ).failure)
        #expect(failure.kind == .diverged)
        #expect(
            failure.detail
                == "Epoch 1: The student diverged: metric 'cross_entropy' was not finite at step 1; a smaller learning "
                + "rate may help.")
    }

    @Test func dataThatIsNotThereIsTheUsersFault() throws {
        var specification = try JobSpecification.make()
        specification.dataset.name = "nothing"
        let failure = try #require(try AttemptFolder().run(specification).failure)
        #expect(failure.kind == .invalid)
        #expect(failure.detail.contains("nothing"))
    }

    @Test func tooFewExamplesAreTheUsersFault() throws {
        let failure = try #require(
            try AttemptFolder().run(.make(#"{"dataset": {"subset": 2}}"#)).failure)
        #expect(failure.kind == .invalid, "\(failure.detail)")
    }

    @Test func anUnknownStudentIsTheUsersFault() throws {
        var specification = try JobSpecification.make()
        specification.student.architecture = "oracle"
        let failure = try #require(try AttemptFolder().run(specification).failure)
        #expect(failure.kind == .invalid)
        #expect(
            failure.detail
                == "The student 'oracle' does not fit the data: one of lenet5, mlp, resnet20, resnet32, resnet56, "
                + "resnet8, vgg8, wrn-16-4, wrn-28-10 is known."
        )
    }

    @Test func aFolderThatIsNotThereIsTheMachinesFault() throws {
        let folder = try AttemptFolder()
        try FileManager.default.removeItem(atPath: folder.path)
        #expect(try folder.run(.make()).failure?.kind == .infrastructure)
    }

    @Test func theRecordSaysTheLearningRateOfItsLastStep() throws {
        let channel = RecordingChannel()
        let specification = try JobSpecification.make(
            #"{"training": {"optimizer": {"learning_rate": 0.04}, "warmup_epochs": 0}}"#, method: .reference)
        #expect(try AttemptFolder().run(specification, channel: channel).isFinished)
        let expected = [9.0, 19].map { 0.04 * 0.5 * (1 + cos(Double.pi * $0 / 20)) }
        for (record, rate) in zip(channel.records, expected) {
            #expect(abs(record.learningRate - rate) < 1e-12)
        }
        #expect(channel.records.map(\.step) == [10, 20])
    }
}
