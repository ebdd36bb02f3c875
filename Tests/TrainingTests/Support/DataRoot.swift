import Datasets
import Foundation

/// A data root with one small data set of each spatial task, which tests damage; gone with the value.
final class DataRoot {
    let path = NSTemporaryDirectory() + "l2t-data-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
        let url = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    /// A picture of one colour a place.
    static func image(height: Int = 32, width: Int = 48, shade: Int) throws -> [UInt8] {
        let shape = ImageShape(channels: 3, height: height, width: width)
        let pixels = (0..<shape.count).map { UInt8(($0 * 7 + shade * 31) % 256) }
        return try ImageCodec.png(PixelImage(shape: shape, pixels: pixels))
    }

    /// Left half class 0, right half class 1.
    static func mask(height: Int = 32, width: Int = 48, right: UInt8 = 1) throws -> [UInt8] {
        let classes = (0..<height * width).map { $0 % width < width / 2 ? 0 : right }
        let mask = try ClassMask(height: height, width: width, classes: classes)
        return try ImageCodec.png(mask: mask, palette: Array(repeating: [0, 0, 0], count: 256))
    }

    /// `masks`: eight training examples and two to test, of two classes.
    func writeMasks() throws {
        let lists = ["train.txt": 0..<8, "test.txt": 8..<10]
        for (list, examples) in lists {
            let lines = examples.map { "images/\($0).png labels/\($0).png\n" }.joined()
            try write(Array(lines.utf8), to: "masks/\(list)")
            for example in examples {
                try write(Self.image(shade: example), to: "masks/images/\(example).png")
                try write(Self.mask(), to: "masks/labels/\(example).png")
            }
        }
        let classes = #"""
            {"ignore_index": 255, "classes": [{"id": 0, "name": "left", "color": [255, 0, 0]},
             {"id": 1, "name": "right", "color": [0, 255, 0]}]}
            """#
        try write(Array(classes.utf8), to: "masks/classes.json")
    }

    /// `boxes`: eight training images with a box each and two to test. - Parameter box: of image 3.
    func writeBoxes(box: String = "[4, 4, 20, 16]", category: Int = 1) throws {
        for (list, examples) in ["train": 0..<8, "test": 8..<10] {
            let images = examples.map {
                #"{"id": \#($0), "file_name": "\#($0).png", "width": 48, "height": 32}"#
            }
            let annotations = examples.map {
                #"{"id": \#($0), "image_id": \#($0), "category_id": \#($0 == 3 ? category : 1), "bbox": "#
                    + #"\#($0 == 3 ? box : "[4, 4, 20, 16]"), "area": 320, "iscrowd": 0}"#
            }
            let document =
                #"{"images": [\#(images.joined(separator: ","))], "annotations": "#
                + #"[\#(annotations.joined(separator: ","))], "categories": [{"id": 1, "name": "thing"}, "#
                + #"{"id": 2, "name": "other"}]}"#
            try write(Array(document.utf8), to: "boxes/annotations/\(list).json")
            for example in examples {
                try write(Self.image(shade: example), to: "boxes/images/\(example).png")
            }
        }
    }
}
