import Foundation
import Testing

@testable import Datasets

@Suite struct ImageMasksFormatTests {
    private let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
        try root.write(MaskFolder.imageMasks())
    }

    @Test func listsNameImagesAndMasks() throws {
        let data = try root.catalogue.loadSegmentation("set")
        #expect(data.classes == ["a", "b"])
        #expect(data.colors == [[0, 0, 0], [128, 0, 0]])
        #expect(data.shape == ImageShape(channels: 3, height: 2, width: 3))
        #expect(data.training.map(\.image.name) == ["images/a b.png", "images/ü.png"])
        #expect(data.training.map(\.mask.name) == ["masks/a.png", "masks/b.png"])
        let (image, mask) = try data.training[0].load()
        #expect(image.pixels == [UInt8](repeating: 1, count: 18))
        #expect(mask.classes == [0, 1, 255, 0, 0, 1])
        #expect(try data.validation.map { try $0.load().image.pixels[0] } == [3])
        #expect(try data.test.map { try $0.load().mask.classes } == [[1, 1, 1, 1, 1, 255]])
    }

    @Test func factsAreThoseOfTheLists() throws {
        let facts = try root.catalogue.facts("set")
        #expect(facts.task == .segmentation)
        #expect(facts.format == "image-masks")
        let counts = [facts.trainingCount, facts.validationCount, facts.testCount]
        #expect(counts == [2, 1, 1])
        try root.remove("set/val.txt")
        #expect(try root.catalogue.facts("set").validationCount == 0)
        #expect(try root.catalogue.loadSegmentation("set").validation.isEmpty)
    }

    @Test func aManifestMayNameFilesAndClasses() throws {
        try root.write("images/c.png masks/a.png\n", to: "set/lists/other.txt")
        try root.write(
            #"{"format": "image-masks", "title": "T", "classes": ["x", "y"], "files": {"test": "lists/other.txt"}}"#,
            to: "set/dataset.json")
        let data = try root.catalogue.loadSegmentation("set")
        #expect(data.title == "T")
        #expect(data.classes == ["x", "y"])
        #expect(data.test.map(\.mask.name) == ["masks/a.png"])
        try root.write(#"{"classes": ["x", "y", "z"]}"#, to: "set/dataset.json")
        #expect(try fault() == "dataset.json has 3 classes; expected 2, as classes.json has.")
    }

    @Test func malformedListsAreFaults() throws {
        let faults = [
            "": "train.txt has no entries; expected at least 1.",
            "\n \n": "train.txt has no entries; expected at least 1.",
            "images/c.png\n":
                "train.txt has 'images/c.png' in line 1; expected an image's path and its mask's, a blank or a tab "
                + "between them.",
            "\nimages/a b.png masks/a.png":
                "train.txt has 'images/a b.png masks/a.png' in line 2; expected an image's path and its mask's, a "
                + "blank or a tab between them.",
            "images/c.png masks/a.png\nimages/d.png masks/a.png":
                "train.txt names images/d.png in line 2, which the folder does not have.",
            "images/c.png masks/d.png":
                "train.txt names masks/d.png in line 1, which the folder does not have.",
            "../set/images/c.png masks/a.png":
                "train.txt has '../set/images/c.png masks/a.png' in line 1; expected \(DatasetPath.rule).",
        ]
        for (text, expected) in faults {
            try root.write(text, to: "set/train.txt")
            #expect(try fault() == expected)
        }
        try root.write(["set/train.txt": [0x69, 0xFF, 0x20]])
        #expect(try fault() == "train.txt has bytes that are not UTF-8; expected lines of text.")
    }

    @Test func malformedClassesAreFaults() throws {
        let item = { (id: String, more: String) in "{\"id\": \(id), \"name\": \"n\(id)\"\(more)}" }
        let form =
            "JSON of another form; expected an object with 'classes', each with the number 'id', the text 'name' "
            + "and, if any, the 'color' of three numbers from 0 to 255"
        let faults = [
            "": form, "[]": form, #"{"classes": [{"id": "0", "name": "a"}]}"#: form,
            "{\"classes\": [\(item("0", "")), \(item("1", ", \"color\": [1, 2, 300]"))]}": form,
            "{\"classes\": [\(item("0", ""))]}":
                "the class ids 0; expected 0, 1 and on, each once, for 2 to 255 classes",
            "{\"classes\": [\(item("0", "")), \(item("2", ""))]}":
                "the class ids 0, 2; expected 0, 1 and on, each once, for 2 to 255 classes",
            "{\"ignore_index\": 1, \"classes\": [\(item("0", "")), \(item("1", ""))]}":
                "the ignore_index 1; expected 2 to 255",
            "{\"classes\": [\(item("0", "")), \(item("1", ", \"color\": [1, 2]"))]}":
                "class 1 without a name, or not with three colour values; expected a name, and red, green and blue "
                + "if there is a colour",
            #"{"classes": [{"id": 0, "name": "a"}, {"id": 1, "name": "a"}]}"#:
                "a class name twice; expected a different name for each class",
        ]
        for (text, expected) in faults {
            try root.write(text, to: "set/classes.json")
            #expect(try fault() == "classes.json has \(expected).")
        }
    }

    @Test func whatIsWrongInAnImageIsFoundWhenItIsRead() throws {
        try root.write(["set/masks/b.png": MaskFolder.mask([0, 1, 0, 0, 0, 2])])
        let data = try root.catalogue.loadSegmentation("set")
        #expect(
            sentence { () throws(DatasetError) in try data.training[1].load() }
                == "masks/b.png has the value 2 in row 1, column 2; expected a class from 0 to 1, or 9 for void."
        )
        try root.write(["set/masks/b.png": MaskFolder.mask(height: 3, width: 2, [0, 1, 0, 0, 0, 1])])
        #expect(
            sentence { () throws(DatasetError) in try data.training[1].load() }
                == "masks/b.png has 3×2 pixels, images/ü.png has 2×3; they must agree.")
        try root.write(["set/images/ü.png": Array(MaskFolder.image().dropLast(20))])
        #expect(
            sentence { () throws(DatasetError) in try data.training[1].load() }
                == "images/ü.png cannot be decoded: the file ends early.")
        try root.remove("set/images/ü.png")
        #expect(
            sentence { () throws(DatasetError) in try data.training[1].load() }
                == "images/ü.png cannot be read: No such file or directory.")
    }

    @Test func theFirstExampleIsDecodedWhenTheSetIsOpened() throws {
        try root.write(["set/images/a b.png": Array(MaskFolder.image().dropLast(20))])
        #expect(try fault() == "images/a b.png cannot be decoded: the file ends early.")
        let listed = try root.catalogue.list().first { $0.name == "set" }
        #expect(listed?.problem == "images/a b.png cannot be decoded: the file ends early.")
    }

    @Test func aTaskIsNotMistakenForAnother() throws {
        try root.write(IDX.small(folder: "small"))
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.load("set") }
                == "set is a data set for segmentation, not for classification.")
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.load("shapes-segmentation") }
                == "shapes-segmentation is a data set for segmentation, not for classification.")
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.loadSegmentation("small") }
                == "small is a data set for classification, not for segmentation.")
    }

    private func fault() throws -> String? {
        sentence { () throws(DatasetError) in try root.catalogue.loadSegmentation("set") }
    }
}
