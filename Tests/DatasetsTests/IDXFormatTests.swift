import Testing

@testable import Datasets

@Suite struct IDXFormatTests {
    private let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
        try root.write(IDX.small())
    }

    @Test func theFourFilesAreRead() throws {
        let data = try root.catalogue.load("small")
        #expect(data.shape == ImageShape(channels: 1, height: 2, width: 3))
        #expect(data.training.pixels == Array(0..<24))
        #expect(data.training.labels == [0, 1, 2, 0])
        #expect(data.test.pixels == Array(100..<112))
        #expect(data.test.labels == [2, 1])
        #expect(data.classes == ["0", "1", "2"])
        #expect(data.title == "small")
        #expect(data.maximumPixel == 255)
    }

    @Test func gzipChangesNothing() throws {
        for (name, bytes) in IDX.small(folder: "packed") { try root.write([name + ".gz": gzip(bytes)]) }
        let plain = try root.catalogue.load("small")
        let packed = try root.catalogue.load("packed")
        #expect(packed.training == plain.training)
        #expect(packed.test == plain.test)
    }

    @Test func gzipMembersInARowAreOneFile() throws {
        let bytes = IDX.labels([0, 1, 2, 0])
        try root.remove("small/train-labels-idx1-ubyte")
        try root.write([
            "small/train-labels-idx1-ubyte.gz": gzip(Array(bytes[..<9])) + gzip(Array(bytes[9...]))
        ])
        #expect(try root.catalogue.load("small").training.labels == [0, 1, 2, 0])
    }

    @Test func describingAndLoadingAgree() throws {
        let facts = try root.catalogue.facts("small")
        let data = try root.catalogue.load("small")
        #expect(facts.classes == data.classes)
        #expect(facts.shape == data.shape)
        #expect(facts.trainingCount == data.training.count)
        #expect(facts.testCount == data.test.count)
    }

    @Test func aTruncatedFileIsNamedWithBothLengths() throws {
        let whole = IDX.images(count: 4, height: 2, width: 3, values: Array(0..<24))
        #expect(
            try fault("train-images-idx3-ubyte", Array(whole.dropLast()))
                == "train-images-idx3-ubyte has 39 bytes, its header promises 40.")
        #expect(
            try fault("train-images-idx3-ubyte", Array(whole.prefix(12)))
                == "train-images-idx3-ubyte has 12 bytes; expected a header of 16 bytes.")
        #expect(
            try fault("t10k-labels-idx1-ubyte", [])
                == "t10k-labels-idx1-ubyte has 0 bytes; expected a header of 8 bytes.")
    }

    @Test func bytesAfterTheEndAreAFault() throws {
        #expect(
            try fault("train-labels-idx1-ubyte", IDX.labels([0, 1, 2, 0]) + [0])
                == "train-labels-idx1-ubyte goes on after the 12 bytes that its header promises.")
    }

    @Test func anotherMagicNumberIsAFault() throws {
        #expect(
            try fault("train-images-idx3-ubyte", IDX.labels([0, 1, 2, 0] + [0, 0, 0, 0]))
                == "train-images-idx3-ubyte has the magic number 2049; "
                + "expected 2051 (unsigned bytes in 3 dimensions).")
        #expect(
            try fault("train-labels-idx1-ubyte", IDX.file(magic: 0x0D01, dimensions: [1], values: [0]))
                == "train-labels-idx1-ubyte has the magic number 3329; "
                + "expected 2049 (unsigned bytes in 1 dimension).")
    }

    @Test func differentCountsAreAFault() throws {
        #expect(
            try fault("train-labels-idx1-ubyte", IDX.labels([0, 1, 2]))
                == "train-labels-idx1-ubyte holds 3 labels, train-images-idx3-ubyte holds 4 images; "
                + "they must agree.")
    }

    @Test func differentSizesOfTheSplitsAreAFault() throws {
        let images = IDX.images(count: 2, height: 3, width: 2, values: Array(0..<12))
        #expect(
            try fault("t10k-images-idx3-ubyte", images)
                == "train-images-idx3-ubyte holds 2×3×1 images, t10k-images-idx3-ubyte holds 3×2×1 images; "
                + "they must agree.")
    }

    @Test func aTestLabelThatTrainingHasNotIsAFault() throws {
        #expect(
            try fault("t10k-labels-idx1-ubyte", IDX.labels([1, 3]))
                == "t10k-labels-idx1-ubyte gives example 1 the class 3; the data set has 3 classes, 0 to 2.")
    }

    @Test func emptyAndAbsurdHeadersAreFaults() throws {
        #expect(
            try fault("train-labels-idx1-ubyte", IDX.labels([]))
                == "train-labels-idx1-ubyte has no examples; expected at least 1.")
        #expect(
            try fault("train-images-idx3-ubyte", IDX.images(count: 4, height: 0, width: 3, values: []))
                == "train-images-idx3-ubyte has images with a side of 0 pixels; expected 1 to 4096.")
        #expect(
            try fault("train-images-idx3-ubyte", IDX.images(count: 4, height: 5000, width: 3, values: []))
                == "train-images-idx3-ubyte has images with a side of 5000 pixels; expected 1 to 4096.")
        let absurd = IDX.images(count: 0xFFFF_FFFF, height: 4096, width: 4096, values: [])
        #expect(
            try fault("train-images-idx3-ubyte", absurd)
                == "train-images-idx3-ubyte needs 72057594021150720 bytes or more; at most 2147483648 are accepted."
        )
    }

    @Test func aPromiseOfGigabytesCostsNothing() throws {
        let labels = IDX.file(magic: 2049, dimensions: [2_000_000_000], values: [0])
        #expect(
            try fault("train-labels-idx1-ubyte", labels)
                == "train-labels-idx1-ubyte has 9 bytes, its header promises 2000000008.")
        try root.remove("small/train-labels-idx1-ubyte")
        #expect(
            try fault("train-labels-idx1-ubyte.gz", gzip(labels))
                == "train-labels-idx1-ubyte.gz has 9 bytes, its header promises 2000000008.")
    }

    @Test func damagedGzipIsAFault() throws {
        try root.remove("small/train-labels-idx1-ubyte")
        let file = "train-labels-idx1-ubyte.gz"
        let packed = gzip(IDX.labels([0, 1, 2, 0]))
        var wrongSum = packed
        wrongSum[packed.count - 8] ^= 1
        #expect(
            try fault(file, wrongSum)
                == "\(file) is damaged: incorrect data check near byte \(packed.count - 4).")
        #expect(
            try fault(file, Array(packed.dropLast(3)))
                == "\(file) is damaged: the gzip data ends after \(packed.count - 3) bytes, unfinished.")
        #expect(
            try fault(file, packed + [1, 2, 3])
                == "\(file) is damaged: 3 bytes follow the end of the gzip data.")
        #expect(
            try fault(file, [0x1F, 0x8B, 7, 7])
                == "\(file) is damaged: unknown compression method near byte 4.")
    }

    @Test func aMissingFileIsNamed() throws {
        try root.remove("small/t10k-labels-idx1-ubyte")
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.load("small") }
                == "small has no t10k-labels-idx1-ubyte (or .gz), which the format 'idx' needs.")
    }

    /// The sentence that loading the small data set gives with this file in it.
    private func fault(_ file: String, _ bytes: [UInt8]) throws -> String? {
        let before = IDX.small()["small/" + file]
        try root.write(["small/" + file: bytes])
        defer { if let before { try? root.write(["small/" + file: before]) } }
        return sentence { () throws(DatasetError) in try root.catalogue.load("small") }
    }
}
