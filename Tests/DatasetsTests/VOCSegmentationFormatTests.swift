import Foundation
import Testing

@testable import Datasets

@Suite struct VOCSegmentationFormatTests {
    private let root: TemporaryFolder
    private let jpeg: [UInt8]

    init() throws {
        root = try TemporaryFolder()
        jpeg = try Array(#require(ImageReference.read().jpeg.first).file)
        try root.write(MaskFolder.voc(jpeg: jpeg))
    }

    @Test func withoutATestListTheValidationListIsTheTestSplit() throws {
        let data = try root.catalogue.loadSegmentation("voc")
        #expect(data.classes == VOCSegmentationReader.vocClasses)
        #expect(data.classes.count == 21)
        #expect(data.shape == ImageShape(channels: 3, height: 19, width: 26))
        #expect(data.training.map(\.image.name) == ["JPEGImages/2007_01.jpg"])
        #expect(data.validation.isEmpty)
        #expect(data.test.map(\.mask.name) == ["SegmentationClass/2007_02.png"])
        let mask = try data.test[0].load().mask
        #expect(mask.classes == MaskFolder.vocMask)
        #expect(try root.catalogue.facts("voc").format == "voc-segmentation")
    }

    @Test func aTestListMakesTheOtherTheValidationSplit() throws {
        try root.write("2007_01", to: "voc/ImageSets/Segmentation/test.txt")
        let data = try root.catalogue.loadSegmentation("voc")
        #expect(data.validation.map(\.image.name) == ["JPEGImages/2007_02.jpg"])
        #expect(data.test.map(\.image.name) == ["JPEGImages/2007_01.jpg"])
    }

    @Test func classesMayBeNamed() throws {
        try root.write((0..<30).map { "c\($0)\n" }.joined(), to: "voc/classes.txt")
        #expect(try root.catalogue.loadSegmentation("voc").classes == (0..<30).map { "c\($0)" })
        try root.write("a\nb\na\n", to: "voc/classes.txt")
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.loadSegmentation("voc") }
                == "classes.txt has the class 'a' in the lines 1, 3; expected a different name in each line.")
        try root.write("a\nb\n", to: "voc/classes.txt")
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.loadSegmentation("voc") }
                == "SegmentationClass/2007_01.png has the value 2 in row 0, column 2; expected a class from 0 to 1, "
                + "or 255 for void.")
    }

    @Test func missingFilesAreNamed() throws {
        try root.remove("voc/SegmentationClass/2007_02.png")
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.loadSegmentation("voc") }
                == "val.txt names SegmentationClass/2007_02.png in line 1, which the folder does not have."
                .replacing("val.txt", with: "ImageSets/Segmentation/val.txt"))
        try root.remove("voc/ImageSets/Segmentation/val.txt")
        #expect(
            sentence { () throws(DatasetError) in try root.catalogue.loadSegmentation("voc") }
                == "voc has no ImageSets/Segmentation/val.txt (or .gz), which the format 'voc-segmentation' needs."
        )
    }

    /// As the development kit's documentation lists them.
    @Test func coloursAreThoseOfTheDevelopmentKit() {
        let colours: [Int: [UInt8]] = [
            0: [0, 0, 0], 1: [128, 0, 0], 2: [0, 128, 0], 3: [128, 128, 0], 4: [0, 0, 128], 8: [64, 0, 0],
            15: [192, 128, 128], 20: [0, 64, 128], 255: [224, 224, 192],
        ]
        for (label, colour) in colours { #expect(ClassColors.voc(label) == colour) }
    }
}
