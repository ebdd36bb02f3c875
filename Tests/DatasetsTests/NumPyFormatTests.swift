import Foundation
import Testing

@testable import Datasets

/// Files that NumPy wrote, against what it reads from them itself.
@Suite struct NumPyFormatTests {
    private let root: TemporaryFolder
    private let reference: ArrayReference

    init() throws {
        root = try TemporaryFolder()
        reference = try ArrayReference.read()
    }

    @Test func whatNumPyWritesIsReadAsItReadsIt() throws {
        #expect(reference.cases.count == 30)
        for (name, expected) in reference.cases {
            let data = try load(expected)
            #expect(
                [data.shape.height, data.shape.width, data.shape.channels] == expected.shape, "\(name)")
            #expect(data.training.pixels == expected.training.pixels, "\(name)")
            #expect(data.training.labels == expected.training.labels, "\(name)")
            #expect(data.test.pixels == expected.test.pixels, "\(name)")
            #expect(data.test.labels == expected.test.labels, "\(name)")
            #expect(data.maximumPixel == 255)
            let facts = try root.catalogue.facts("set")
            #expect(facts.format == (name == "a file for each array" ? "npy" : "npz"), "\(name)")
            #expect(facts.shape == data.shape && facts.classes == data.classes, "\(name)")
            #expect(facts.trainingCount == data.training.count && facts.testCount == data.test.count)
        }
    }

    @Test func aManifestNamesTheFileAndTheClasses() throws {
        let file = try #require(reference.cases["keras"]?.files["mnist.npz"])
        let manifest = #"{"format": "npz", "classes": ["a", "b", "c", "d"], "files": {"data": "b.npz"}}"#
        try root.write([
            "set/a.npz": [1, 2, 3], "set/b.npz": Array(file), "set/dataset.json": Array(manifest.utf8),
        ])
        #expect(try root.catalogue.load("set").classes == ["a", "b", "c", "d"])
    }

    @Test func twoFilesOfAnyNameAreNotGuessedBetween() throws {
        let file = try Array(#require(reference.cases["keras"]?.files["mnist.npz"]))
        try root.write(["set/a.npz": file, "set/b.npz": file])
        #expect(sentence(of: "set")?.hasPrefix("set has no files of a known format") == true)
        try root.write(["set/train.npz": file, "set/test.npz": file])
        try root.remove("set/b.npz")
        #expect(
            sentence(of: "set")
                == "set has train.npz or test.npz beside another .npz file; expected train.npz and test.npz, "
                + "or one file.")
        try root.remove("set/a.npz")
        try root.remove("set/test.npz")
        #expect(
            sentence(of: "set")
                == "set has no data.npz (or train.npz and test.npz), which the format 'npz' needs.")
    }

    @Test func anArchiveThatWasUploadedByItselfIsReadByItsArrays() throws {
        let npz = try #require(reference.cases["compressed"])
        let archives = try ArchiveFolder()
        let file = archives.folder.path + "/mnist.npz"
        try #require(npz.files["data.npz"]).write(to: URL(filePath: file))
        _ = try archives.unpack(file)
        let data = try archives.folder.catalogue.load("out")
        #expect(data.training.pixels == npz.training.pixels)
        #expect(data.test.labels == npz.test.labels)
    }

    @Test func everyFaultNamesFileArrayAndWhatIsAllowed() throws {
        let numbers = "numbers: uint8 to uint64, int8 to int64, float16, float32 or float64"
        let sides = "(examples, height, width), (examples, height, width, channels) or (examples, features)"
        let beside = "; they must agree."
        let sentences = [
            "objects": "y_train has Python objects; expected \(numbers).",
            "records": "y_train has records (a structured type); expected an array of plain numbers.",
            "text": "y_train has values of the type '<U1'; expected \(numbers).",
            "complex": "x_train has values of the type '<c8'; expected \(numbers).",
            "truths": "x_train has values of the type '|b1'; expected \(numbers).",
            "whole numbers": "x_train has images of int64; expected uint8, or floats from 0 to 1.",
            "columns first":
                "x_train has values in column order (fortran_order); expected row order, as "
                + "numpy.ascontiguousarray makes it.",
            "channels first":
                "x_train has the shape (4, 3, 32, 32); expected 1 to 4 channels, last: (examples, height, "
                + "width, channels).",
            "five dimensions": "x_train has 5 dimensions; expected 1 to 4.",
            "one dimension": "x_train has the shape (4,); expected \(sides).",
            "a scalar": "y_train has 0 dimensions; expected 1 to 4.",
            "none": "x_train has no examples; expected at least 1.",
            "no pixels": "x_train has the shape (4, 0, 3); expected sides and features from 1 to 4096.",
            "not a number": "x_train has the value nan in example 1; expected floats from 0 to 1, or uint8.",
            "negative": "x_train has the value -0.25 in example 0; expected floats from 0 to 1, or uint8.",
            "fewer labels":
                "y_train holds 3 labels, data.npz: x_train holds 4 images\(beside)",
            "one-hot labels":
                "y_train has the shape (4, 3); expected one class for each example: (examples,) or "
                + "(examples, 1).",
            "float labels":
                "y_train has labels of float64; expected whole numbers (int8 to uint64).",
            "negative label":
                "y_train has the class -1 for example 0; expected classes from 0 to 999.",
            "huge label":
                "y_train has the class 18446744073709551615 for example 3; expected classes from 0 to 999.",
            "many classes": "y_train has the class 10000 for example 2; expected classes from 0 to 999.",
            "test class": "y_test gives example 1 the class 3; the data set has 3 classes, 0 to 2.",
            "test shape": "x_train holds 2×3×1 images, data.npz: x_test holds 3×2×1 images\(beside)",
            "twice": "train_images has what data.npz: x_train has already; expected one of the two.",
        ]
        for (name, file) in reference.refused where !name.hasPrefix("without") && name != "too bright" {
            try root.write(["set/data.npz": Array(file)])
            let expected = try #require(sentences[name], "\(name)")
            #expect(sentence(of: "set") == "data.npz: " + expected, "\(name)")
        }
        let bright = try sentence(ofFile: #require(reference.refused["too bright"]))
        #expect(bright?.hasPrefix("data.npz: x_train has the value 1.") == true)
    }

    @Test func aMissingArrayIsNamedBesideThoseFound() throws {
        for (name, missing) in [
            ("x_train", "the train images too: x_train or train_images or train_x"),
            ("y_train", "the train labels too: y_train or train_labels or train_y"),
            ("x_test", "the test images too: x_test or test_images or test_x"),
            ("y_test", "the test labels too: y_test or test_labels or test_y"),
        ] {
            let file = try #require(reference.refused["without " + name])
            let found = ["x_train", "y_train", "x_test", "y_test"].filter { $0 != name }
            #expect(
                try sentence(ofFile: file)
                    == "data.npz has the arrays \(found.joined(separator: ", ")); expected \(missing).")
        }
    }

    @Test func everyProperBeginningIsRefused() throws {
        let file = try #require(reference.cases["compressed"]?.files["data.npz"])
        for count in 0..<file.count {
            #expect(try sentence(ofFile: file.prefix(count)) != nil, "\(count) bytes")
        }
    }

    @Test func aTurnedBitInAnArrayIsTold() throws {
        var file = try Array(#require(reference.cases["keras"]?.files["mnist.npz"]))
        let values = try Array(#require(reference.cases["keras"]).training.pixels)
        let place = try #require(
            file.indices.first { file[$0...].starts(with: values) }, "stored, not deflated")
        file[place] ^= 1
        let found = try sentence(ofFile: Data(file))
        let start = "data.npz cannot be decoded: it is no whole zip file, as NumPy writes it (ZIP bad CRC: "
        #expect(found?.hasPrefix(start) == true, "\(found ?? "read")")
    }

    private func load(_ expected: ArrayReference.Case) throws -> ImageClassificationData {
        try? root.remove("set")
        for (name, bytes) in expected.files { try root.write(["set/" + name: Array(bytes)]) }
        return try root.catalogue.load("set")
    }

    private func sentence(ofFile bytes: Data) throws -> String? {
        try root.write(["set/data.npz": Array(bytes)])
        return sentence(of: "set")
    }

    private func sentence(of name: String) -> String? {
        DatasetsTests.sentence { () throws(DatasetError) in try root.catalogue.load(name) }
    }
}
