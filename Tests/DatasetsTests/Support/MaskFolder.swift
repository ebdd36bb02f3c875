@testable import Datasets

/// Tiny data sets for segmentation.
enum MaskFolder {
    static let classes = #"{"ignore_index": 9, "classes": [{"id": 1, "name": "b"}, {"id": 0, "name": "a"}]}"#

    /// Of one colour.
    static func image(height: Int = 2, width: Int = 3, value: UInt8 = 100) throws -> [UInt8] {
        let shape = ImageShape(channels: 3, height: height, width: width)
        return try ImageCodec.png(
            PixelImage(shape: shape, pixels: [UInt8](repeating: value, count: shape.count)))
    }

    static func mask(height: Int = 2, width: Int = 3, _ values: [UInt8]) throws -> [UInt8] {
        let shape = ImageShape(channels: 1, height: height, width: width)
        return try ImageCodec.png(PixelImage(shape: shape, pixels: values))
    }

    /// `image-masks`: 2 training examples, 1 to validate, 1 to test.
    static func imageMasks(_ folder: String = "set") throws -> [String: [UInt8]] {
        [
            "\(folder)/classes.json": Array(classes.utf8),
            "\(folder)/train.txt": Array("images/a b.png\tmasks/a.png\nimages/ü.png  masks/b.png\n".utf8),
            "\(folder)/val.txt": Array("\r\nimages/c.png masks/a.png\r\n".utf8),
            "\(folder)/test.txt": Array("images/c.png masks/b.png".utf8),
            "\(folder)/images/a b.png": try image(value: 1),
            "\(folder)/images/ü.png": try image(value: 2),
            "\(folder)/images/c.png": try image(value: 3),
            "\(folder)/masks/a.png": try mask([0, 1, 9, 0, 0, 1]),
            "\(folder)/masks/b.png": try mask([1, 1, 1, 1, 1, 9]),
        ]
    }

    /// Of 19×26: all of VOC's classes, and void.
    static let vocMask: [UInt8] = (0..<19 * 26).map { pixel in
        let value = UInt8(pixel % 22)
        return value == 21 ? ClassMask.void : value
    }

    /// `voc-segmentation`: 1 training example, 1 in `val`; masks have a palette.
    static func voc(_ folder: String = "voc", jpeg: [UInt8]) throws -> [String: [UInt8]] {
        let mask = try ClassMask(height: 19, width: 26, classes: vocMask)
        let png = try ImageCodec.png(mask: mask, palette: (0..<256).map(ClassColors.voc))
        return [
            "\(folder)/ImageSets/Segmentation/train.txt": Array("2007_01\n".utf8),
            "\(folder)/ImageSets/Segmentation/val.txt": Array("2007_02 \n".utf8),
            "\(folder)/JPEGImages/2007_01.jpg": jpeg,
            "\(folder)/JPEGImages/2007_02.jpg": jpeg,
            "\(folder)/SegmentationClass/2007_01.png": png,
            "\(folder)/SegmentationClass/2007_02.png": png,
        ]
    }
}
