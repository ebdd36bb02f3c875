import Datasets
import Foundation
import Specification
import Students
import Testing
import Torch

@testable import Training

/// Modules of users, trained as any other student.
@Suite struct ScriptTrainingTests {
    private func failure(_ message: EngineMessage) throws -> String {
        let failure = try #require(message.failure, "\(message)")
        #expect(failure.kind == .invalid)
        return failure.detail
    }

    @Test func aModuleIsTrainedAndComesBackAsOne() throws {
        let folder = try AttemptFolder()
        let channel = RecordingChannel()
        let longer = #"{"training": {"epochs": 6}, "teaching": {"metrics": ["cross_entropy", "brier"]}}"#
        let message = try folder.run(
            ScriptJob.make("convolutional", longer), channel: channel, script: ScriptJob.path("convolutional")
        )
        let result = try #require(message.result, "\(message)")
        #expect(
            channel.logs == [
                "The student 'convolutional' is TorchScript with 136 parameters; its teaching gradient is "
                    + "computed in forward mode."
            ])
        // Of the reference metric: the fused loss changes with its weights and scales.
        let losses = try channel.records.map { try #require($0.student.train["loss"]) }
        #expect(try #require(losses.last) < losses[0])
        #expect(channel.records.allSatisfy { $0.teacher.updates > 0 || $0.epoch == 1 })
        #expect(
            try folder.names.filter { !$0.hasPrefix("checkpoint") } == [
                "epochs.csv", "specification.json", "student.pt", "student.safetensors",
                "teacher.safetensors",
            ])
        // The module that came, with other values in it.
        let module = try ScriptModule.read(folder.file("student.pt"))
        let (parameters, statistics) = try module.tensors()
        let values = try Safetensors.read(folder.file("student.safetensors"))
        #expect(module.metadata == values.metadata)
        for (name, tensor) in zip(parameters.names, parameters.tensors) {
            #expect(tensor.requiresGradient)
            #expect(try tensor.bytes() == values.tensors[name]?.bytes(), "\(name)")
        }
        #expect(try statistics["features.1.num_batches_tracked"].type == .int64)
        // Two epochs' batches of PyTorch, and those of this training: the product and the test leave no trace.
        let steps = try #require(channel.records.last).step
        #expect(try statistics["features.1.num_batches_tracked"].item() == Double(2 + steps))
        // It answers the test split as it was judged.
        let specification = try ScriptJob.make("convolutional", longer)
        let data = try PreparedData(
            TrainingTask.named(.classification).load(specification, DatasetCatalogue(dataRoot: nil)),
            batchSize: 20)
        var judge = data.data.judge()
        let loader = try data.testLoader()
        while let batch = try loader.next() {
            let images = try batch.input(type: .float32)
            try withoutGradient { try judge.observe(module(images), batch: batch) }
        }
        #expect(judge.scores.values["accuracy"] == result.test.values["accuracy"])
    }

    @Test func operationsWithoutAForwardFormulaAreTaughtByDifferences() throws {
        let folder = try AttemptFolder()
        let channel = RecordingChannel()
        let message = try folder.run(
            ScriptJob.make("prototypes"), channel: channel, script: ScriptJob.path("prototypes"))
        #expect(message.isFinished, "\(message)")
        #expect(channel.logs.count == 1)
        #expect(
            channel.logs[0].contains(
                "computed by central differences, because forward mode does not pass it: "))
        #expect(channel.records.allSatisfy { $0.teacher.loss?.isFinite ?? ($0.epoch == 1) })
        #expect(channel.records.last?.teacher.updates ?? 0 > 0)
    }

    @Test(arguments: ["convolutional", "prototypes", "traced"])
    func oneThatIsStoppedEndsInTheSameBytes(_ name: String) throws {
        let specification = try ScriptJob.make(name)
        let whole = try AttemptFolder()
        #expect(whole.run(specification, script: ScriptJob.path(name)).isFinished)
        let folder = try AttemptFolder()
        for stop in [3, 6] {
            let message = folder.run(
                specification, channel: RecordingChannel(stopAfter: stop), checkpointInterval: 0,
                script: ScriptJob.path(name))
            #expect(message.stoppedEpoch != nil, "\(message)")
        }
        let channel = RecordingChannel()
        let message = folder.run(
            specification, channel: channel, checkpointInterval: 0, script: ScriptJob.path(name))
        #expect(message.isFinished, "\(message)")
        #expect(channel.logs.isEmpty)
        for name in ["student.pt", "student.safetensors", "teacher.safetensors"] {
            #expect(try folder.bytes(name) == whole.bytes(name), "\(name)")
        }
    }

    @Test func doublePrecisionIsTakenToo() throws {
        let folder = try AttemptFolder()
        let precise = #"{"training": {"precision": "float64"}}"#
        #expect(
            try folder.run(
                ScriptJob.make("convolutional", precise), script: ScriptJob.path("convolutional")
            ).isFinished)
        let (parameters, _) = try ScriptModule.read(folder.file("student.pt")).tensors()
        #expect(parameters.tensors.allSatisfy { $0.type == .float64 })
    }

    @Test func pixelsAreTaughtToo() throws {
        let root = DataRoot()
        try root.writeMasks()
        let data =
            #"{"dataset": {"name": "masks", "subset": null, "image_size": [32, 48]}, "teaching": {"holdout": {"mode": "next_batch"}}}"#
        func run(_ name: String) throws -> EngineMessage {
            let specification = try SpatialTaskTests.specification(.segmentation, data, dataRoot: root.path)
            return try AttemptFolder().run(
                ScriptJob.with(name, specification), dataRoot: root.path, script: ScriptJob.path(name))
        }
        let message = try run("pixels")
        #expect(message.result?.test.values["mean_iou"] != nil, "\(message)")
        #expect(
            try failure(run("whole-images"))
                == "The student 'whole-images' answers a batch of shape [2, 3, 32, 48] with [2, 2]; "
                + "[2, 2, 32, 48] is expected (batch, classes, height, width).")
        let channels = try failure(run("convolutional"))
        #expect(
            channels.hasPrefix(
                "The student 'convolutional' does not take the data's batches of shape [2, 3, 32, 48] "
                    + "(batch, channels, height, width): "))
        #expect(channels.contains("to have 1 channels, but got 3 channels instead"), "\(channels)")
    }

    @Test func whatDoesNotFitIsRefusedBeforeTheFirstEpoch() throws {
        func detail(_ name: String, _ changes: String = "{}") throws -> String {
            let channel = RecordingChannel()
            let message = try AttemptFolder().run(
                ScriptJob.make(name, changes), channel: channel, script: ScriptJob.path(name))
            #expect(channel.messages.isEmpty)
            return try failure(message)
        }
        #expect(
            try detail("three-classes")
                == "The student 'three-classes' answers a batch of shape [2, 1, 8, 8] with [2, 3]; [2, 10] is "
                + "expected (batch, classes).")
        #expect(try detail("tied").contains("mat1 and mat2 shapes cannot be multiplied (2x64 and 4x4)"))
        #expect(try detail("state").contains("it has no code, as what torch.save writes"))
        // cdist has no second derivatives for so few images.
        let far = try detail("prototypes", #"{"teaching": {"horizon": 2}}"#)
        #expect(
            far.hasPrefix(
                "The student 'prototypes' has no second derivatives, so that teaching.horizon must be 1 for it: "
            ),
            "\(far)")
    }

    @Test func aModuleIsTrainedOnlyWhereItMayBe() throws {
        let specification = try ScriptJob.make("convolutional")
        #expect(
            try failure(AttemptFolder().run(specification))
                == TrainingError.scriptNotAllowed("convolutional").description)
        let boxes = try ScriptJob.with("convolutional", SpatialTaskTests.specification(.detection)).student
        #expect(throws: TrainingError.scriptNotTrained("convolutional", task: "detection")) {
            try TrainingTask.detection.network(
                boxes, shape: StudentShape(channels: 3, height: 48, width: 64, classes: 3),
                script: ScriptJob.path("convolutional"))
        }
    }

    @Test func aTrainedModuleAnswersImages() throws {
        let folder = try AttemptFolder()
        #expect(
            try folder.run(
                ScriptJob.make("convolutional", method: .reference), script: ScriptJob.path("convolutional")
            ).isFinished)
        let image = try ImageCodec.png(
            PixelImage(
                shape: ImageShape(channels: 1, height: 8, width: 8), pixels: (0..<64).map { UInt8($0 * 4) }))
        func reply(_ file: String) -> PredictionReply {
            var predictor = Predictor()
            return predictor.reply(
                to: PredictionRequest(
                    student: folder.file(file), name: "a.png", imageBytes: image.count, picture: .none,
                    options: PredictionOptions(threshold: nil, limit: 10), threads: 1), image: image
            ).0
        }
        guard case .prediction(let prediction, _) = reply("student.pt"),
            case .classes(let classes) = prediction.answer
        else {
            Issue.record("\(reply("student.pt"))")
            return
        }
        #expect(classes.count == 10)
        guard case .failed(let failure) = reply("student.safetensors") else {
            Issue.record("the tensors alone answered")
            return
        }
        #expect(failure.detail.contains("its architecture is a TorchScript module; take student.pt"))
    }

    @Test func anInspectionSaysWhatAModuleHolds() {
        func reply(_ name: String) -> InspectionReply {
            ScriptReader.reply(to: InspectionRequest(script: ScriptJob.path(name), name: "mine"))
        }
        #expect(reply("convolutional") == .script(ScriptFacts(parameters: 136, statistics: 13)))
        guard case .refused(let detail) = reply("frozen") else {
            Issue.record("a module without parameters was taken")
            return
        }
        #expect(detail.hasPrefix("The student 'mine' cannot be used: It has no parameters"))
    }
}
