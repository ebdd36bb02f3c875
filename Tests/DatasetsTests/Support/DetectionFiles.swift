import Foundation

@testable import Datasets

/// Tiny detection data sets: images of 20×10 pixels.
enum DetectionFiles {
    static let images = #"[{"id": 7, "file_name": "a.png", "width": 20, "height": 10}]"#
    static let categories = #"[{"id": 30, "name": "cat"}, {"id": 4, "name": "dog"}]"#
    static let annotation = #"{"id": 1, "image_id": 7, "category_id": 30, "bbox": [2, 3, 4, 5]}"#

    static func coco(
        images: String = images, annotations: String = "[\(annotation)]", categories: String = categories
    ) -> String {
        #"{"images": \#(images), "annotations": \#(annotations), "categories": \#(categories)}"#
    }

    static func png(width: Int = 20, height: Int = 10) throws -> [UInt8] {
        let shape = ImageShape(channels: 3, height: height, width: width)
        return try ImageCodec.png(
            PixelImage(shape: shape, pixels: (0..<shape.count).map { UInt8($0 % 251) }))
    }

    /// The folder `small` with images/a.png, and `train` and `test` as annotations.
    static func writeCOCO(
        train: String = coco(), validation: String? = nil, test: String? = coco(), in root: TemporaryFolder
    ) throws {
        try root.write(["small/images/a.png": png()])
        try root.write(train, to: "small/annotations/train.json")
        if let validation { try root.write(validation, to: "small/annotations/val.json") }
        if let test { try root.write(test, to: "small/annotations/test.json") }
    }

    static let object =
        "<object><name>dog</name><bndbox><xmin>3</xmin><ymin>4</ymin><xmax>6</xmax><ymax>8</ymax></bndbox></object>"

    static func voc(size: String = "<width>20</width><height>10</height>", objects: String = object) -> String
    {
        "<annotation><filename>a.png</filename><size>\(size)<depth>3</depth></size>\(objects)</annotation>"
    }

    /// The folder `small` with one image for training and one for the test.
    static func writeVOC(train: String = voc(), test: String = voc(), in root: TemporaryFolder) throws {
        for (split, name, annotation) in [("train", "one", train), ("test", "two", test)] {
            try root.write(["small/JPEGImages/\(name).png": png()])
            try root.write(annotation, to: "small/Annotations/\(name).xml")
            try root.write(name + "\n", to: "small/ImageSets/Main/\(split).txt")
        }
    }
}
