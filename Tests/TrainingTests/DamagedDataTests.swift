import Foundation
import Specification
import Testing

@testable import Training

/// Data that cannot be used ends an attempt with a sentence that names the file and the entry, never the engine.
@Suite struct DamagedDataTests {
    private let root = DataRoot()

    private func train(_ task: TaskKind, _ changes: String = "{}") throws -> EngineMessage {
        let dataset = task == .segmentation ? "masks" : "boxes"
        let specification = try SpatialTaskTests.specification(
            task,
            #"{"dataset": {"name": "\#(dataset)", "subset": null, "image_size": [32, 48]},"#
                + #" "teaching": {"holdout": {"mode": "rotating", "fraction": 0.25}}}"#,
            dataRoot: root.path)
        var changed = specification
        if changes.contains("clip") { changed.dataset.invalidBoxes = .clip }
        return try AttemptFolder().run(changed, dataRoot: root.path)
    }

    private func fault(_ task: TaskKind) throws -> String {
        let failure = try #require(train(task).failure)
        #expect(failure.kind == .invalid, "\(failure)")
        return failure.detail
    }

    @Test func theUndamagedSetsTrain() throws {
        try root.writeMasks()
        try root.writeBoxes()
        for task in [TaskKind.segmentation, .detection] {
            let message = try train(task)
            #expect(message.isFinished, "\(message)")
        }
    }

    @Test(arguments: [TaskKind.segmentation, .detection])
    func aCutImageIsNamed(_ task: TaskKind) throws {
        try task == .segmentation ? root.writeMasks() : root.writeBoxes()
        let folder = task == .segmentation ? "masks" : "boxes"
        let whole = try DataRoot.image(shade: 5)
        try root.write(whole.prefix(whole.count / 2), to: "\(folder)/images/5.png")
        #expect(try fault(task).contains("images/5.png"))
        try root.write(Array("not a picture".utf8), to: "\(folder)/images/5.png")
        #expect(try fault(task).contains("images/5.png"))
    }

    @Test func aMaskOfAnotherSizeIsNamed() throws {
        try root.writeMasks()
        try root.write(DataRoot.mask(height: 16), to: "masks/labels/2.png")
        #expect(try fault(.segmentation).contains("labels/2.png"))
    }

    @Test func aMaskWithAClassThatIsNotListedIsNamed() throws {
        try root.writeMasks()
        try root.write(DataRoot.mask(right: 7), to: "masks/labels/6.png")
        let sentence = try fault(.segmentation)
        #expect(sentence.contains("labels/6.png") && sentence.contains("7"), "\(sentence)")
    }

    @Test func aDamagedTestImageIsNamedToo() throws {
        try root.writeMasks()
        try root.write([1, 2, 3], to: "masks/images/9.png")
        #expect(try fault(.segmentation).contains("images/9.png"))
    }

    @Test func aBoxOutsideOfItsImageIsRefusedAndNamedOrClippedAndLogged() throws {
        try root.writeBoxes(box: "[40, 20, 20, 30]")
        let sentence = try fault(.detection)
        #expect(sentence.contains("clip") && sentence.contains("3"), "\(sentence)")
        #expect(try train(.detection, "clip").isFinished)
    }

    @Test func aCategoryThatIsNotListedIsRefusedAndNamed() throws {
        try root.writeBoxes(category: 9)
        let sentence = try fault(.detection)
        #expect(sentence.contains("9"), "\(sentence)")
    }

    @Test func anEmptyAnnotationFileIsSaidInTheList() throws {
        try root.writeBoxes()
        try root.write([], to: "boxes/annotations/train.json")
        let catalogue = try EngineCatalogue.describe(dataRoot: root.path)
        let problem = try #require(catalogue.datasets.first { $0.name == "boxes" }?.problem)
        #expect(problem.contains("annotations/train.json"), "\(problem)")
    }
}
