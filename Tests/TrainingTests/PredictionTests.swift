import Datasets
import Evaluation
import Foundation
import Specification
import Testing
import Torch

@testable import Training

/// Students of some seconds, asked as users ask them.
@Suite struct PredictionTests {
    /// A trained student, what was trained on, and how it was judged.
    private struct Scene: Sendable {
        let folder: AttemptFolder
        let specification: JobSpecification
        let result: JobResult

        var data: any TaskData {
            get throws {
                try TrainingTask.named(specification.task).load(
                    specification, DatasetCatalogue(dataRoot: nil))
            }
        }

        var path: String { folder.file("student.safetensors") }
    }

    private static func scene(_ task: TaskKind) throws -> Scene {
        let epoch = #"{"training": {"epochs": 1, "evaluation_interval": 1}}"#
        let specification =
            task == .classification
            ? try JobSpecification.make(epoch, method: .reference)
            : try SpatialTaskTests.specification(task, epoch, method: .reference)
        let folder = try AttemptFolder()
        let message = folder.run(specification)
        return Scene(
            folder: folder, specification: specification, result: try #require(message.result, "\(message)"))
    }

    /// Made once for all tests: each takes seconds.
    private static let scenes = Result {
        try Dictionary(uniqueKeysWithValues: TaskKind.allCases.map { ($0, try scene($0)) })
    }

    private func scene(_ task: TaskKind) throws -> Scene { try #require(try Self.scenes.get()[task]) }

    private func reply(
        _ scene: Scene, _ image: [UInt8], picture: PredictionRequest.Picture = .none,
        threshold: Double? = nil, limit: Int? = nil
    ) -> (PredictionReply, picture: [UInt8]) {
        var predictor = Predictor()
        return predictor.reply(
            to: PredictionRequest(
                student: scene.path, name: "a.png", imageBytes: image.count, picture: picture,
                options: PredictionOptions(threshold: threshold, limit: limit), threads: 1), image: image)
    }

    private func prediction(_ reply: (PredictionReply, picture: [UInt8])) throws -> Prediction {
        guard case .prediction(let prediction, let count) = reply.0 else {
            throw Unexpected(description: "\(reply.0)")
        }
        #expect(count == reply.picture.count)
        return prediction
    }

    private struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    // MARK: The same answers as in training

    @Test(arguments: TaskKind.allCases)
    func theFilesStudentScoresAsTheTrainedOneDid(_ task: TaskKind) throws {
        let scene = try scene(task)
        let student = try TrainedStudent(path: scene.path)
        let data = try scene.data
        let maker = try data.maker(.test)
        var judge = data.judge()
        for start in stride(from: 0, to: data.testCount, by: data.evaluationBatch) {
            let end = min(data.testCount, start + data.evaluationBatch)
            let batch = try maker.batch(Array(start..<end), epoch: 0)
            try judge.observe(student.output(of: batch), batch: batch)
        }
        for (name, score) in judge.scores.values {
            #expect(scene.result.test[name] == score, "\(name)")
        }
    }

    @Test func anImageIsClassifiedAsInTheEvaluation() throws {
        let scene = try scene(.classification)
        let data = try DatasetCatalogue(dataRoot: nil).load("optdigits")
        let student = try TrainedStudent(path: scene.path)
        let size = data.shape.count
        for index in [0, 17, 300] {
            // Brightness 0 to 16 in the data set; 0 to 255 in a picture.
            let stored = data.test.pixels[index * size..<(index + 1) * size]
            let picture = try PixelImage(
                shape: data.shape, pixels: stored.map { UInt8((Int($0) * 255 + 8) / 16) })
            let found = try prediction(reply(scene, ImageCodec.png(picture)))
            let batch = try scene.data.maker(.test).batch([index], epoch: 0)
            let expected = try student.output(of: batch).softmax(1).doubles()
            guard case .classes(let classes) = found.answer else {
                Issue.record("\(found)")
                continue
            }
            #expect(classes.count == 10 && found.image == .init(height: 8, width: 8))
            for candidate in classes {
                let label = try #require(data.classes.firstIndex(of: candidate.name))
                #expect(candidate.probability == expected[label])
            }
            #expect(classes.map(\.probability) == expected.sorted(by: >))
            let first = try prediction(reply(scene, ImageCodec.png(picture), limit: 1))
            #expect(first.answer == .classes([classes[0]]))
        }
    }

    @Test func aMaskIsThatOfTheEvaluation() throws {
        let scene = try scene(.segmentation)
        let data = try DatasetCatalogue(dataRoot: nil).loadSegmentation("shapes-segmentation")
        let student = try TrainedStudent(path: scene.path)
        for index in [0, 31] {
            let image = try data.test[index].load().image
            let found = try reply(scene, ImageCodec.png(image), picture: .mask)
            let batch = try scene.data.maker(.test).batch([index], epoch: 0)
            let expected = try ClassMask(logits: student.output(of: batch), height: 64, width: 64)
            let mask = try ImageCodec.decodeMask(found.picture, name: "mask")
            #expect(mask.height == 64 && mask.width == 64 && mask.values == expected.classes)
            // The palette is the data set's.
            let colored = try ImageCodec.decode(found.picture, name: "mask")
            #expect(colored.pixels == expected.classes.flatMap { data.colors[Int($0)] })
            guard case .regions(let regions) = try prediction(found).answer else {
                Issue.record("no regions")
                continue
            }
            #expect(regions.map(\.name) == data.classes)
            for (label, region) in regions.enumerated() {
                #expect(region.pixels == expected.classes.count { Int($0) == label })
                #expect(region.color == data.colors[label].map(Int.init))
            }
        }
    }

    @Test func boxesAreThoseOfTheEvaluation() throws {
        let scene = try scene(.detection)
        let data = try DatasetCatalogue(dataRoot: nil).loadDetection("shapes-detection")
        let student = try TrainedStudent(path: scene.path)
        // One epoch makes nothing sure: all that is above 0 is asked for, as the evaluation nearly does.
        let reader = BoxReader(suppression: NonMaximumSuppression(overlap: 0.5, threshold: 0, limit: 100))
        var count = 0
        for index in [0, 31] {
            let found = try prediction(
                reply(scene, ImageCodec.png(data.test[index].load()), threshold: 0))
            let batch = try scene.data.maker(.test).batch([index], epoch: 0)
            guard case .boxes(let targets) = batch.target, case .boxes(let boxes) = found.answer else {
                Issue.record("no boxes")
                continue
            }
            let expected = try reader.boxes(
                student.output(of: batch), fits: targets.map(\.fit), input: batch.shape)[0]
            #expect(
                boxes
                    == expected.map {
                        .init(
                            name: data.classes[$0.label], score: $0.score, x1: $0.x1, y1: $0.y1, x2: $0.x2,
                            y2: $0.y2)
                    })
            count += boxes.count
            let surest = try prediction(
                reply(scene, ImageCodec.png(data.test[index].load()), threshold: 0, limit: 2))
            #expect(surest.answer == .boxes(Array(boxes.prefix(2))))
        }
        #expect(count > 0)
    }

    // MARK: Any image

    @Test(arguments: TaskKind.allCases, [(1, 1), (37, 100), (300, 20)])
    func anImageOfAnySizeIsAnsweredInItsOwn(_ task: TaskKind, _ size: (height: Int, width: Int)) throws {
        let scene = try scene(task)
        let image = try PixelImage(
            shape: ImageShape(channels: 3, height: size.height, width: size.width),
            pixels: (0..<3 * size.height * size.width).map { UInt8(truncatingIfNeeded: $0 &* 37) })
        let found = try reply(scene, ImageCodec.png(image), picture: .overlay, threshold: 0)
        let prediction = try prediction(found)
        #expect(prediction.task == task)
        #expect(prediction.image == .init(height: size.height, width: size.width))
        switch prediction.answer {
        case .classes: #expect(found.picture.isEmpty)
        case .regions(let regions):
            #expect(regions.map(\.pixels).reduce(0, +) == size.height * size.width)
            #expect(try ImageCodec.decode(found.picture, name: "overlay").shape == image.shape)
        case .boxes(let boxes):
            for box in boxes {
                #expect(box.x1 >= 0 && box.y1 >= 0)
                #expect(box.x2 <= Double(size.width) + 1e-9 && box.y2 <= Double(size.height) + 1e-9)
            }
            #expect(try ImageCodec.decode(found.picture, name: "overlay").shape == image.shape)
        }
    }

    @Test func hostileImagesAreRefusedWithWhatWasFound() throws {
        let scene = try scene(.segmentation)
        let image = try PixelImage(
            shape: ImageShape(channels: 3, height: 40, width: 40),
            pixels: (0..<4800).map { UInt8(truncatingIfNeeded: $0 &* 91) })
        let png = try ImageCodec.png(image)
        // The header promises 2³¹ − 1 rows.
        var huge = png
        huge.replaceSubrange(20..<24, with: [0x7F, 0xFF, 0xFF, 0xFF])
        let cases: [([UInt8], String)] = [
            ([], "a.png has no bytes; expected a JPEG or PNG image."),
            (
                Array("GIF89a\u{1}\0".utf8),
                "a.png has the first bytes 47 49 46 38 39 61 1 0; expected a JPEG or PNG image."
            ),
            (Array(png.prefix(png.count / 2)), "a.png cannot be decoded: "),
            (huge, "a.png cannot be decoded: "),
            ([0xFF, 0xD8, 0xFF] + [UInt8](repeating: 0xE0, count: 500), "a.png cannot be decoded: "),
        ]
        for (bytes, words) in cases {
            guard case .failed(let failure) = reply(scene, bytes, picture: .mask).0 else {
                Issue.record("\(words) was accepted")
                continue
            }
            #expect(failure.kind == .image)
            #expect(failure.detail.hasPrefix(words), "\(failure.detail)")
        }
    }

    @Test func aMaskThatWouldNotFitIntoMemoryIsRefused() throws {
        let scene = try scene(.segmentation)
        let side = 8000
        let image = try PixelImage(
            shape: ImageShape(channels: 1, height: side, width: side),
            pixels: [UInt8](repeating: 9, count: side * side))
        guard case .failed(let failure) = reply(scene, try ImageCodec.png(image), picture: .mask).0 else {
            Issue.record("it was accepted")
            return
        }
        #expect(failure.kind == .image)
        #expect(failure.detail == "a.png is 8000×8000 pixels; allowed: at most 53687091 for 5 classes.")
    }

    @Test func onlyAMaskHasItsPicture() throws {
        let scene = try scene(.detection)
        let image = try PixelImage(
            shape: ImageShape(channels: 3, height: 8, width: 8), pixels: [UInt8](repeating: 9, count: 192))
        #expect(
            reply(scene, try ImageCodec.png(image), picture: .mask).0
                == .failed(
                    PredictionFailure(kind: .student, detail: "A student of detection cannot draw a mask.")))
    }

    // MARK: Files that are no students

    private func reason(_ path: String) -> String {
        do {
            _ = try TrainedStudent(path: path)
            return "accepted"
        } catch TrainingError.unreadableStudent(_, let reason) {
            return reason
        } catch {
            return "another error: \(error)"
        }
    }

    @Test func aFileThatDoesNotHoldItsStudentIsRefused() throws {
        let scene = try scene(.segmentation)
        let whole = try Safetensors.read(scene.path)
        let folder = try AttemptFolder()
        let path = folder.file("student.safetensors")
        func written(
            _ change: (inout [String: Tensor], inout [String: String]) throws -> Void
        ) throws -> String {
            var (tensors, metadata) = whole
            try change(&tensors, &metadata)
            try Safetensors.write(
                tensors: tensors.map { ($0.key, $0.value) }, metadata: metadata, to: path)
            return reason(path)
        }
        #expect(try written { _, _ in } == "accepted")
        let name = try #require(whole.tensors.keys.sorted().first)
        let shape = try #require(whole.tensors[name]?.shape)
        #expect(
            try written { tensors, _ in tensors[name] = nil }
                == "it lacks the tensor '\(name)' of shape \(shape)")
        #expect(
            try written { tensors, _ in tensors["other"] = try Tensor.zeros([2]) }
                == "it has a tensor 'other', which its architecture has not")
        #expect(
            try written { tensors, _ in tensors[name] = try Tensor.zeros([1, 2, 3]) }
                == "its tensor '\(name)' is float32 of shape [1, 2, 3]; float32 of shape \(shape) is expected"
        )
        #expect(
            try written { tensors, _ in tensors[name] = try Tensor.zeros(shape, type: .float64) }
                == "its tensor '\(name)' is float64 of shape \(shape); float32 of shape \(shape) is expected")
        #expect(
            try written { _, metadata in metadata["shape"] = "[4,48,64]" }
                == "it takes images of 4 channels; 1 or 3 are expected")
        #expect(
            try written { _, metadata in metadata["colors"] = "[[1,2]]" }
                == "its metadata 'colors' are not three numbers for each class")
        #expect(
            try written { _, metadata in
                metadata["student"] = #"{"architecture":"unet","parameters":{"width":1000000}}"#
            } == "its parameter 'width' is not a number from 1.0 to 128.0")
        #expect(
            try written { _, metadata in
                metadata["normalization"] = #"{"maximum_pixel":0,"mean":[0,0,0],"deviation":[1,1,1]}"#
            } == "its metadata 'normalization' is not one for 3 channels")
        #expect(
            try written { _, metadata in metadata["student"] = #"{"architecture":"lenet5","parameters":{}}"# }
                .hasPrefix("another error: The student 'lenet5' does not fit the data"))
        #expect(
            try written { _, metadata in metadata = [:] }
                == "its format is not said, l2t-student/1 is expected")
    }

    @Test func aFileOfAnotherKindIsRefused() throws {
        let folder = try AttemptFolder()
        try folder.write(Data("no student".utf8), to: "student.safetensors")
        #expect(reason(folder.file("student.safetensors")).hasPrefix("It promises a header of"))
        #expect(reason(folder.file("missing")) != "accepted")
    }

    @Test func answersThatAreNotFiniteAreNoAnswers() throws {
        let scene = try scene(.classification)
        var (tensors, metadata) = try Safetensors.read(scene.path)
        for (name, tensor) in tensors { tensors[name] = try Tensor.full(tensor.shape, value: .nan) }
        let folder = try AttemptFolder()
        let path = folder.file("student.safetensors")
        metadata["note"] = "damaged"
        try Safetensors.write(tensors: tensors.map { ($0.key, $0.value) }, metadata: metadata, to: path)
        let image = try PixelImage(
            shape: ImageShape(channels: 1, height: 8, width: 8), pixels: [UInt8](repeating: 9, count: 64))
        let student = try TrainedStudent(path: path)
        #expect(throws: TrainingError.answersNotFinite) {
            try student.answer(to: image, name: "a.png", options: PredictionOptions())
        }
    }
}
