import Datasets
import Foundation
import Specification
import Testing
import Torch

@testable import Training

/// Segmentation and detection on the synthetic sets: small students, small pictures.
@Suite struct SpatialTaskTests {
    /// A job of some seconds. - Parameter changes: merged into it; what they say wins.
    static func specification(
        _ task: TaskKind, _ changes: String = "{}", method: TeachingPlan.Method = .dfm,
        dataRoot: String? = nil
    ) throws -> JobSpecification {
        let student =
            task == .segmentation
            ? #"{"architecture": "unet", "parameters": {"width": 4, "depth": 2}}"#
            : #"{"architecture": "tinyyolo", "parameters": {"width": 4, "scales": 1}}"#
        return try .make(
            changes: changes, dataRoot: dataRoot,
            """
            {"task": "\(task.rawValue)", "dataset": {"subset": 24, "image_size": [48, 64]}, "student": \(student),
             "training": {"epochs": 2, "batch_size": 4, "seed": 3, "evaluation_interval": 2},
             "teaching": {"method": "\(method.rawValue)", "interval": 2, "selection": {"warmup": 2},
                          "holdout": {"mode": "rotating"},
                          "teacher": {"hidden": 8, "window": 2}}}
            """)
    }

    @Test(arguments: [TaskKind.segmentation, .detection])
    func fromTheSecondEpochOnNothingIsDecoded(_ task: TaskKind) throws {
        let root = DataRoot()
        try task == .segmentation ? root.writeMasks() : root.writeBoxes()
        let name = task == .segmentation ? "masks" : "boxes"
        let specification = try Self.specification(
            task,
            #"{"dataset": {"name": "\#(name)", "subset": null, "image_size": [32, 48]},"#
                + #" "training": {"epochs": 3, "evaluation_interval": 1},"#
                + #" "teaching": {"holdout": {"mode": "next_batch"}}}"#,
            dataRoot: root.path)
        let path = root.path
        let channel = RecordingChannel {
            for folder in ["images", "labels"] {
                try? FileManager.default.removeItem(atPath: "\(path)/\(name)/\(folder)")
            }
        }
        let message = try AttemptFolder().run(specification, channel: channel, dataRoot: root.path)
        #expect(message.isFinished, "\(message)")
        #expect(channel.records.count == 3)
        #expect(!FileManager.default.fileExists(atPath: "\(path)/\(name)/images"))
    }

    @Test(arguments: [TaskKind.segmentation, .detection])
    func aLearningRateTooLargeIsReportedWithItsPlace(_ task: TaskKind) throws {
        let specification = try Self.specification(
            task,
            #"{"training": {"optimizer": {"learning_rate": 1e6, "weight_decay": 100}, "warmup_epochs": 0}}"#)
        let failure = try #require(AttemptFolder().run(specification).failure)
        #expect(failure.kind == .diverged)
        #expect(failure.detail.hasPrefix("Epoch 1: The student diverged: "), "\(failure.detail)")
        #expect(failure.detail.contains("' was not finite at step "), "\(failure.detail)")
    }

    /// All that a task takes; `fixed` wants weights.
    private static let methods = [TaskKind.segmentation, .detection].flatMap { task in
        TeachingPlan.Method.allCases.filter {
            $0 != .fixed && !(task == .detection && $0 == .dynamicLossNetwork)
        }.map { (task, $0) }
    }

    @Test(arguments: methods)
    func everyMethodTrainsAndItsNumbersAreFinite(_ task: TaskKind, _ method: TeachingPlan.Method) throws {
        let channel = RecordingChannel()
        let names = try TrainingTask.named(task).teaching.metrics.map(\.name)
        let all = #"{"teaching": {"metrics": \#(names)}}"#
        let message = try AttemptFolder().run(
            Self.specification(task, all, method: method), channel: channel)
        let result = try #require(message.result, "\(message)")
        #expect(channel.records.count == 2)
        for record in channel.records {
            #expect(Set(record.teacher.weights.keys) == Set(names))
            #expect(abs(record.teacher.weights.values.reduce(0, +) - 1) < 1e-9)
            let numbers =
                Array(record.student.metrics.values) + Array(record.student.train.values)
                + [record.student.loss, record.student.statistics.informationLoss]
            #expect(numbers.allSatisfy { $0.isFinite }, "\(record)")
            #expect((record.student.teaching != nil) == method.hasTeacher)
        }
        #expect(channel.records[0].student.test == nil && channel.records[1].student.test == result.test)
        let expected =
            task == .segmentation
            ? ["loss", "mean_iou", "pixel_accuracy"] : ["loss", "map", "map50", "map75"]
        #expect(Set(result.test.values.keys).isSuperset(of: expected), "\(result.test)")
        #expect(result.test.values.values.allSatisfy { $0.isFinite })
        let byClass = try #require(result.test.byClass[task == .segmentation ? "iou" : "ap"])
        #expect(!byClass.isEmpty && byClass.values.allSatisfy { (0...1).contains($0) })
        #expect(result.examples.test == 100)
        #expect(result.examples.training + result.examples.teaching == 24)
    }

    @Test(arguments: [TaskKind.segmentation, .detection])
    func plainTrainingWeighsTheReferencesAlone(_ task: TaskKind) throws {
        let channel = RecordingChannel()
        _ = try AttemptFolder().run(Self.specification(task, method: .reference), channel: channel)
        let references = try TrainingTask.named(task).teaching.references.map(\.name)
        let weights = try #require(channel.records.first).teacher.weights
        for (name, weight) in weights {
            #expect(
                abs(weight - (references.contains(name) ? 1 / Double(references.count) : 0)) < 1e-12,
                "\(name)")
        }
    }

    @Test(arguments: [TaskKind.segmentation, .detection])
    func anAttemptStoppedAnywhereEndsInTheSameBytes(_ task: TaskKind) throws {
        let specification = try Self.specification(task)
        let whole = try AttemptFolder()
        let undisturbed = RecordingChannel()
        #expect(whole.run(specification, channel: undisturbed).isFinished)
        let folder = try AttemptFolder()
        for stop in [3, 6] {
            let message = folder.run(
                specification, channel: RecordingChannel(stopAfter: stop), checkpointInterval: 0)
            #expect(message.stoppedEpoch != nil, "\(message)")
        }
        let channel = RecordingChannel()
        #expect(folder.run(specification, channel: channel, checkpointInterval: 0).isFinished)
        #expect(channel.records.withoutTimes == undisturbed.records.withoutTimes)
        for name in try whole.names where name.hasPrefix("student") || name.hasPrefix("teacher") {
            #expect(try folder.bytes(name) == whole.bytes(name), "\(name)")
        }
    }

    @Test(arguments: [TaskKind.segmentation, .detection])
    func aStudentsFileSaysAllThatFeedsIt(_ task: TaskKind) throws {
        let folder = try AttemptFolder()
        #expect(try folder.run(Self.specification(task, method: .uniform)).isFinished)
        let file = try Safetensors.read(folder.file("student.safetensors"))
        let card = try StudentCard(metadata: file.metadata, path: "student.safetensors")
        #expect(card.task == task && card.shape.height == 48 && card.shape.width == 64)
        #expect(card.shape.anchors.count == (task == .detection ? 3 : 0))
        #expect((card.colors != nil) == (task == .segmentation))
        #expect(try card.metadata == file.metadata)
    }

    @Test func aDetectorsTargetsAreItsAssignedBoxes() throws {
        let specification = try Self.specification(.detection)
        let data = try DetectionTaskData(
            DatasetCatalogue().loadDetection("shapes-detection"), specification: specification)
        let network = try TrainingTask.detection.network(specification.student, shape: data.shape)
        let batch = try data.maker(.teaching).batch([0, 1, 2], epoch: 0)
        guard case .boxes(let targets) = batch.target else {
            Issue.record("The batch holds no boxes.")
            return
        }
        let tensor = try data.target(of: batch, for: network)
        let rows = try tensor.doubles()
        let locations = tensor.shape[1]
        for (image, target) in targets.enumerated() {
            var found: Set<String> = []
            for location in 0..<locations {
                let row = rows[6 * (image * locations + location)..<6 * (image * locations + location + 1)]
                    .map(\.self)
                guard row[0] == 1 else { continue }
                let box = try #require(
                    target.boxes.first {
                        abs($0.x1 - row[2]) < 1e-3 && abs($0.y2 - row[5]) < 1e-3 && $0.label == Int(row[1])
                    })
                found.insert("\(box)")
            }
            // Boxes whose locations others want more may have none; here there are few.
            #expect(found.count >= min(1, target.boxes.count))
        }
    }
}
