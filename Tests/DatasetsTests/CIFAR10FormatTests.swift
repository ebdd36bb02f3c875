import Testing

@testable import Datasets

@Suite struct CIFAR10FormatTests {
    private let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
        for batch in 1...5 {
            try root.write(["tiny/data_batch_\(batch).bin": Self.batch([batch, 0], seed: batch)])
        }
        try root.write(["tiny/test_batch.bin": Self.batch([9], seed: 6)])
    }

    /// Records with values that follow from record, plane and place.
    private static func batch(_ labels: [Int], seed: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for (record, label) in labels.enumerated() {
            bytes.append(UInt8(label))
            let start = seed * 31 + record * 17
            bytes += (0..<3072).map { place in UInt8((start + place * 7) % 251) }
        }
        return bytes
    }

    @Test func theSixFilesAreReadPlaneByPlane() throws {
        let data = try root.catalogue.load("tiny")
        #expect(data.shape == ImageShape(channels: 3, height: 32, width: 32))
        #expect(data.training.labels == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0])
        #expect(data.test.labels == [9])
        #expect(data.title == "CIFAR-10" && data.classes.last == "truck" && data.maximumPixel == 255)
        for (image, row, column, channel) in [(0, 0, 0, 0), (3, 5, 31, 1), (8, 31, 7, 2), (9, 31, 31, 2)] {
            let stored = Self.batch([0, 0], seed: image / 2 + 1)
            let record = image % 2 * 3073 + 1
            let expected = stored[record + channel * 1024 + row * 32 + column]
            let pixel = (image * 32 + row) * 32 + column
            let found = data.training.pixels[pixel * 3 + channel]
            #expect(found == expected, "\(image), \(row), \(column), \(channel)")
        }
        let facts = try root.catalogue.facts("tiny")
        #expect(facts.trainingCount == 10 && facts.testCount == 1 && facts.format == "cifar10")
    }

    @Test func classNamesComeFromTheFileWhereThereIsOne() throws {
        try root.write(
            (0..<10).map { "class \($0)" }.joined(separator: "\n") + "\n\n", to: "tiny/batches.meta.txt")
        #expect(try root.catalogue.load("tiny").classes.last == "class 9")
    }

    @Test func whatIsNoBatchIsAFault() throws {
        func fault(_ bytes: [UInt8]) throws -> String? {
            try root.write(["tiny/data_batch_3.bin": bytes])
            return sentence { () throws(DatasetError) in try root.catalogue.load("tiny") }
        }
        for count in [0, 3072, 3074] {
            #expect(
                try fault([UInt8](repeating: 0, count: count))
                    == "data_batch_3.bin has \(count) bytes; expected a multiple of 3073, at least one record."
            )
        }
        #expect(
            try fault(Self.batch([1, 10], seed: 1))
                == "data_batch_3.bin gives example 1 the class 10; the data set has 10 classes, 0 to 9.")
        try root.remove("tiny/data_batch_3.bin")
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.load("tiny") }
                == "tiny has no data_batch_3.bin (or .gz), which the format 'cifar10' needs.")
    }
}
