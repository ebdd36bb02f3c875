import Testing

@testable import Datasets

@Suite struct ImageClassificationDataTests {
    private let shape = ImageShape(channels: 3, height: 1, width: 2)

    @Test func asManyPixelsAsTheLabelsNeedAreAsked() {
        #expect(
            sentence { () throws(DatasetError) in
                try LabelledImages(shape: shape, pixels: [1, 2, 3], labels: [0, 1])
            } == "the number of pixel values is 3; allowed: 12, as 2 images of 1×2×3 have.")
        #expect(
            sentence { () throws(DatasetError) in
                try LabelledImages(
                    shape: ImageShape(channels: 0, height: 1, width: 2), pixels: [], labels: [])
            } == "image shape is 1×2×0; allowed: sides of at least 1.")
    }

    @Test func splitsClassesAndBrightnessMustAgree() throws {
        let images = try LabelledImages(
            shape: shape, pixels: [UInt8](repeating: 0, count: 12), labels: [0, 2])
        let other = try LabelledImages(
            shape: ImageShape(channels: 1, height: 2, width: 3), pixels: [UInt8](repeating: 0, count: 6),
            labels: [0])
        #expect(
            fault(images, other, classes: 3)
                == "training split holds 1×2×3 images, test split holds 2×3×1 images; they must agree.")
        #expect(
            fault(images, images, classes: 2)
                == "training split gives example 1 the class 2; the data set has 2 classes, 0 to 1.")
        #expect(
            fault(images, images, classes: 3, maximumPixel: 0) == "maximum pixel is 0; allowed: 1 to 255.")
        #expect(
            fault(images, images, classes: 1001)
                == "the number of classes is 1001; allowed: at most 1000.")
        #expect(fault(images, images, classes: 1000) == nil)
        #expect(fault(images, images, classes: 3) == nil)
    }

    private func fault(
        _ training: LabelledImages, _ test: LabelledImages, classes: Int, maximumPixel: UInt8 = 255
    ) -> String? {
        sentence { () throws(DatasetError) in
            try ImageClassificationData(
                name: "made", title: "Made", classes: (0..<classes).map { "class \($0)" },
                maximumPixel: maximumPixel, training: training, test: test)
        }
    }
}
