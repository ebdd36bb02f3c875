import Testing

@testable import Datasets

@Suite struct DatasetManifestTests {
    private let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
        try root.write(IDX.small())
    }

    @Test func itNamesFormatFilesClassesAndTitle() throws {
        try root.remove("small/train-labels-idx1-ubyte")
        try root.write(["small/letters.gz": gzip(IDX.labels([3, 2, 1, 0]))])
        try root.write(
            """
            {"format": "idx", "title": "Letters", "classes": ["a", "b", "c", "d"],
             "files": {"training_labels": "letters.gz"}}
            """, to: "small/dataset.json")
        let data = try root.catalogue.load("small")
        #expect(data.title == "Letters")
        #expect(data.classes == ["a", "b", "c", "d"])
        #expect(data.training.labels == [3, 2, 1, 0])
    }

    @Test func itsClassNamesAloneAreEnough() throws {
        #expect(try fault(#"{"classes": ["a", "b", "c"]}"#) == nil)
        #expect(try root.catalogue.facts("small").classes == ["a", "b", "c"])
        #expect(
            try fault(#"{"classes": ["a", "b"]}"#)
                == "train-labels-idx1-ubyte gives example 2 the class 2; the data set has 2 classes, 0 to 1.")
    }

    @Test func whatItMayNotSayIsAFault() throws {
        let faults = [
            "[1": "text that is not JSON; expected a JSON object",
            "7": "JSON that is not an object; expected a JSON object",
            #"{"formt": "idx"}"#:
                "the unknown member 'formt'; expected only classes, files, format, image_size, title",
            #"{"format": "png"}"#:
                "the format 'png'; expected one of "
                + "cifar10, coco, idx, image-folder, image-masks, npy, npz, optdigits, voc-detection, "
                + "voc-segmentation",
            #"{"title": ""}"#: "'' in 'title'; expected text of 1 to 200 characters in one line",
            #"{"title": 5}"#: "'5' in 'title'; expected text of 1 to 200 characters in one line",
            #"{"classes": ["a"]}"#: "'classes' that is not such a list; expected 2 to 1000 names",
            #"{"classes": ["a", "a"]}"#: "the class 'a' twice; expected a different name for each class",
            #"{"files": {}}"#: "'files' without 'format'; expected both or neither",
            #"{"format": "idx", "files": []}"#:
                "'files' that is not an object; expected an object of file names by role",
            #"{"format": "idx", "files": {"images": "a"}}"#:
                "the file role 'images'; expected one of "
                + "training_images, training_labels, test_images, test_labels",
            #"{"format": "idx", "files": {"test_images": "../a"}}"#:
                "'../a' as test_images; expected the name or path of a file in the folder",
        ]
        for (text, expected) in faults {
            #expect(try fault(text) == "dataset.json has \(expected).")
        }
    }

    @Test func aFileThatItNamesMustBeThere() throws {
        #expect(
            try fault(#"{"format": "idx", "files": {"test_images": "a.idx"}}"#)
                == "small has no a.idx, which the format 'idx' needs.")
    }

    @Test func itsSizeAndDepthAreBounded() throws {
        #expect(
            try fault(String(repeating: " ", count: 2 << 20))
                == "dataset.json needs 1048577 bytes or more; at most 1048576 are accepted.")
        #expect(
            try fault(String(repeating: "[", count: 100_000))
                == "dataset.json has text that is not JSON; expected a JSON object.")
    }

    private func fault(_ text: String) throws -> String? {
        try root.write(text, to: "small/dataset.json")
        return sentence { () throws(DatasetError) in try root.catalogue.load("small") }
    }
}
