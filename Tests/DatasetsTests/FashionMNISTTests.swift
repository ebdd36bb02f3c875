import CZlib
import Foundation
import Testing

@testable import Datasets

private let isPresent = FileManager.default.fileExists(
    atPath: Repository.sharedData.appending(path: "fashion-mnist/train-images-idx3-ubyte.gz").path)

@Suite(.enabled(if: isPresent, "fashion-mnist is not in ../shared/data beside the repository"))
struct FashionMNISTTests {
    private let catalogue = DatasetCatalogue(dataRoot: Repository.sharedData.path)

    @Test func isReadByteForByte() throws {
        let reference = try Reference.read().fashionMNIST
        let data = try catalogue.load("fashion-mnist")
        #expect(data.title == "Fashion-MNIST")
        #expect(data.classes[9] == "Ankle boot")
        try expect(data.training, equals: reference.training)
        try expect(data.test, equals: reference.test)
        let normalization = Normalization(of: data)
        #expect(abs(normalization.mean[0] - reference.mean) < 1e-12)
        #expect(abs(normalization.deviation[0] - reference.deviation) < 1e-12)
    }

    @Test func isDescribedWithoutReadingItsImages() throws {
        let facts = try catalogue.facts("fashion-mnist")
        #expect(facts.trainingCount == 60_000)
        #expect(facts.testCount == 10_000)
        #expect(facts.shape == ImageShape(channels: 1, height: 28, width: 28))
        #expect(facts.format == "idx")
        #expect(facts.classes.count == 10)
    }

    private func expect(_ images: LabelledImages, equals split: Reference.Split) throws {
        #expect(images.count == split.count)
        #expect(Array(images.labels.prefix(10)) == split.firstLabels)
        #expect(images.pixels.prefix(784).reduce(0) { $0 + Int($1) } == split.sumOfFirstImage)
        #expect(crc32(0, images.pixels, UInt32(images.pixels.count)) == split.crc32OfPixels)
    }
}
