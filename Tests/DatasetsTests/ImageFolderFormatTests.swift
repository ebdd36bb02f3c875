import Foundation
import Testing

@testable import Datasets

@Suite struct ImageFolderFormatTests {
    private let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
        for (path, value) in [
            ("train/cat/a.png", 10), ("train/cat/b.PNG", 20), ("train/ant/1.png", 30), ("test/cat/c.png", 40),
            ("test/ant/d.png", 50),
        ] as [(String, UInt8)] { try write(path, value) }
        try root.write("not an image", to: "zoo/train/cat/notes.txt")
        try root.write("hidden", to: "zoo/train/.cache/x.png")
    }

    /// A 3×2 image of one colour.
    private func write(_ path: String, _ value: UInt8, height: Int = 3) throws {
        let shape = ImageShape(channels: 3, height: height, width: 2)
        let image = try PixelImage(shape: shape, pixels: (0..<shape.count).map { value + UInt8($0 % 3) })
        try root.write(["zoo/" + path: ImageCodec.png(image)])
    }

    private func fault() -> String? {
        sentence { () throws(DatasetError) in try root.catalogue.load("zoo") }
    }

    @Test func aFolderIsAClass() throws {
        let data = try root.catalogue.load("zoo")
        #expect(data.classes == ["ant", "cat"])
        #expect(data.shape == ImageShape(channels: 3, height: 3, width: 2))
        // By path: ant/1, cat/a, cat/b.
        #expect(data.training.labels == [0, 1, 1])
        let green: [UInt8] = [1, 19, 37].map { data.training.pixels[$0] }
        #expect(green == [31, 11, 21])
        #expect(data.test.labels == [0, 1])
        let facts = try root.catalogue.facts("zoo")
        #expect(facts.format == "image-folder" && facts.trainingCount == 3 && facts.testCount == 2)
        #expect(facts.classes == data.classes && facts.shape == data.shape)
    }

    @Test(arguments: [
        "tar -cf train.tar train", "tar -czf train.tar.gz train", "tar -czf train.tgz train",
        "cd train; tar -cf ../train.tar cat ant",
        "python3 -c 'import shutil; shutil.make_archive(\"train\", \"zip\", \".\", \"train\")'",
    ])
    func aSplitMayBeAnArchive(_ command: String) throws {
        let plain = try root.catalogue.load("zoo")
        try pack("(\(command)); rm -r train")
        #expect(try root.catalogue.load("zoo") == plain)
    }

    /// Runs shell commands in the data set's folder.
    private func pack(_ commands: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-e", "-c", "cd \(root.path)/zoo; " + commands]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    @Test(arguments: [
        "true", "tar -cf train.tar train; rm -r train",
        "cd train; tar -cf ../train.tar cat ant; rm -r ../train",
        "mkdir a; mv train a/b; tar -czf train.tar.gz a; rm -r a",
        "python3 -c 'import shutil; shutil.make_archive(\"train\", \"zip\", \".\", \"train\")'; rm -r train",
    ])
    func anImageMayLieDeepInItsClass(_ command: String) throws {
        try write("train/cat/indoors/old/e.png", 60)
        try write("train/ant/cat/f.png", 70)
        try pack(command)
        let data = try root.catalogue.load("zoo")
        #expect(data.classes == ["ant", "cat"])
        // By path: ant/1, ant/cat/f, cat/a, cat/b, cat/indoors/old/e.
        #expect(data.training.labels == [0, 0, 1, 1, 1])
        #expect(stride(from: 0, to: 90, by: 18).map { data.training.pixels[$0] } == [30, 70, 10, 20, 60])
    }

    @Test func aSplitOfOneClassMayBeAnArchive() throws {
        try root.remove("zoo/test/ant")
        let plain = try root.catalogue.load("zoo")
        for command in ["tar -cf test.tar test", "cd test; tar -cf ../test.tar cat"] {
            try pack("(\(command)); mv test kept")
            #expect(try root.catalogue.load("zoo") == plain, "\(command)")
            try pack("mv kept test; rm test.tar")
        }
    }

    @Test(arguments: [
        (
            "tar -cf train.tar train; tar -rf train.tar train/cat/a.png",
            "The archive's entry 'train/cat/a.png' is there twice; allowed: one entry for each path."
        ),
        (
            "ln -s a.png train/cat/z.png; tar -cf train.tar train",
            "The archive's entry 'train/cat/z.png' is a symbolic link; allowed: files and folders."
        ),
        (
            "cp train/cat/a.png train/loose.png; tar -cf train.tar train",
            "train/loose.png has an image that is in no class's folder; expected a folder for each class."
        ),
    ])
    func whatAnArchiveMustNotHold(_ commands: String, _ expected: String) throws {
        try pack(commands + "; rm -r train")
        #expect(fault() == expected)
    }

    @Test(arguments: ["tar -czf train.tar.gz train", "python3 -m zipfile -c train.zip train"])
    func photographsComeOutOfAnArchiveAsPillowDecodesThem(_ command: String) throws {
        let photographs = try ImageReference.read().jpeg
        try root.remove("zoo/train")
        try root.remove("zoo/test")
        for (index, photograph) in photographs.enumerated() {
            let file = "\(["ant", "cat"][index % 2])/\(index).\(["jpg", "JPEG", "jpeg"][index % 3])"
            for split in ["train", "test"] {
                try root.write(["zoo/\(split)/\(file)": Array(photograph.file)])
            }
        }
        try pack(command + "; rm -r train")
        let data = try root.catalogue.load("zoo")
        let byPath = photographs.indices.sorted { ($0 % 2, $0) < ($1 % 2, $1) }
        #expect(data.training.labels == byPath.map { Int32($0 % 2) })
        #expect(data.training.pixels == byPath.flatMap { Array(photographs[$0].pixels) })
        #expect(data.test == data.training)
    }

    @Test func theOrderOfClassesMayBeSaid() throws {
        try root.write("cat\nant\nbee\n", to: "zoo/classes.txt")
        let data = try root.catalogue.load("zoo")
        #expect(data.classes == ["cat", "ant", "bee"] && data.training.labels == [1, 0, 0])
        try root.write("cat\nbee\n", to: "zoo/classes.txt")
        #expect(fault() == "train/ant/1.png has the class 'ant'; expected cat, bee.")
        try root.write("cat\n", to: "zoo/classes.txt")
        #expect(
            fault() == "classes.txt has the class 'cat' alone; expected at least 2, a folder for each.")
        try root.remove("zoo/classes.txt")
        try root.remove("zoo/train/ant")
        #expect(fault() == "train has the class 'cat' alone; expected at least 2, a folder for each.")
    }

    @Test func moreClassesThanACheckpointCanCountAreRefused() throws {
        let others = (1...998).map { "class \($0)" }
        try root.write((["ant", "cat"] + others).joined(separator: "\n"), to: "zoo/classes.txt")
        #expect(try root.catalogue.load("zoo").classes.count == 1000)
        try root.write((["ant", "bee", "cat"] + others).joined(separator: "\n"), to: "zoo/classes.txt")
        let expected = "classes.txt has 1001 classes; expected at most 1000."
        #expect(fault() == expected)
        // It is listed with the same problem, before any job.
        #expect(sentence { () throws(DatasetError) in try root.catalogue.facts("zoo") } == expected)
    }

    @Test func aClassThatIsListedTwiceIsNamedWithItsLines() throws {
        let names = (1...25).map { "class \($0)" }
        try root.write((names + ["", "class 24", "cat"]).joined(separator: "\n"), to: "zoo/classes.txt")
        #expect(
            fault()
                == "classes.txt has the class 'class 24' in the lines 24, 27; expected a different name in each "
                + "line.")
    }

    @Test func imagesOfOtherSizesAreRefusedOrBroughtToOne() throws {
        try write("train/cat/tall.png", 60, height: 6)
        #expect(
            fault()
                == "train/cat/tall.png has an image of 6×2×3; expected 3×2×3, as the first one has; or an "
                + "'image_size' in dataset.json.")
        try root.write(#"{"format": "image-folder", "image_size": [4, 4]}"#, to: "zoo/dataset.json")
        let data = try root.catalogue.load("zoo")
        #expect(data.shape == ImageShape(channels: 3, height: 4, width: 4))
        #expect(data.training.pixels.suffix(3) == [60, 61, 62])
        for wrong in ["[0, 4]", "[4]", "4", "[4, 5000]", "[4.5, 4]"] {
            try root.write(#"{"format": "image-folder", "image_size": \#(wrong)}"#, to: "zoo/dataset.json")
            #expect(fault()?.hasSuffix("expected [height, width], each 1 to 4096.") == true, "\(wrong)")
        }
    }

    @Test func whatIsNoImageOfAClassIsAFault() throws {
        try write("train/loose.png", 1)
        #expect(
            fault()
                == "train/loose.png has an image that is in no class's folder; expected a folder for each class."
        )
        try root.remove("zoo/train/loose.png")
        try root.write(["zoo/train/cat/bad.jpg": [0xFF, 0xD8, 0xFF, 0, 1, 2]])
        #expect(fault()?.hasPrefix("train/cat/bad.jpg cannot be decoded") == true, "\(fault() ?? "")")
        try root.remove("zoo/train")
        try root.write([:])
        try FileManager.default.createDirectory(
            atPath: root.path + "/zoo/train/cat", withIntermediateDirectories: true)
        #expect(fault() == "train has no images; expected JPEG or PNG files in a folder for each class.")
    }
}

private let cifar = Repository.sharedData.appending(path: "cifar10-jpeg/train.tar.gz").path

@Suite(.enabled(if: FileManager.default.fileExists(atPath: cifar), "cifar10-jpeg is not in ../shared/data"))
struct CIFAR10ImagesTests {
    @Test func theArchivesAreDescribed() throws {
        let facts = try DatasetCatalogue(dataRoot: Repository.sharedData.path).facts("cifar10-jpeg")
        #expect(facts.trainingCount == 50_000 && facts.testCount == 10_000)
        #expect(facts.shape == ImageShape(channels: 3, height: 32, width: 32))
        #expect(facts.classes.count == 10 && facts.classes[0] == "airplane" && facts.classes[9] == "truck")
    }
}
