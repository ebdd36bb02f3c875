import FuzzSupport
@testable import Datasets

extension FuzzTarget {
    /// COCO's annotations.
    static let coco = FuzzTarget(name: "coco", largest: 2048) { bytes in
        checkBoxes([
            "annotations/train.json": bytes, "annotations/val.json": bytes,
            "images/a.png": DatasetFolder.image,
        ])
    }

    /// An annotation of VOC.
    static let voc = FuzzTarget(name: "voc", largest: 2048) { bytes in
        checkBoxes([
            "ImageSets/Main/train.txt": [97], "ImageSets/Main/val.txt": [97], "Annotations/a.xml": bytes,
            "JPEGImages/a.png": DatasetFolder.image,
        ])
    }

    /// Both ways to take wrong boxes give boxes inside their images; what is not refused is not clipped.
    private static func checkBoxes(_ files: [String: [UInt8]]) {
        let refused = examples(files, .refuse)
        let clipped = examples(files, .clip)
        guard let refused else { return }
        claim(clipped?.notes.isEmpty == true, "nothing to clip where nothing is refused")
        claim(clipped?.training.map(\.boxes) == refused.training.map(\.boxes), "and the same boxes")
    }

    private static func examples(_ files: [String: [UInt8]], _ policy: InvalidBoxes) -> DetectionData? {
        do throws(DatasetError) {
            let source = try DatasetSource(folder: .fuzz(files))
            guard case .detection(let reader) = source.format.reader else {
                claim(false, "it is a set for detection")
                return nil
            }
            let data = try reader.read(source, invalidBoxes: policy)
            for example in data.training + data.validation + data.test {
                for box in example.boxes { check(box, in: example, classes: data.classes.count) }
            }
            for note in data.notes {
                claim(note.hasSuffix(".") && note.utf8.count <= 4096, "a note is a sentence: \(note)")
            }
            return data
        } catch {
            claimSentence(error)
            return nil
        }
    }

    private static func check(_ box: LabelledBox, in example: DetectionExample, classes: Int) {
        claim(
            box.x1 >= 0 && box.y1 >= 0 && box.x2 <= Double(example.width) && box.y2 <= Double(example.height)
                && box.x2 > box.x1 && box.y2 > box.y1, "a box lies in its image and is not empty: \(box)")
        claim((0..<classes).contains(box.label), "a class that there is: \(box)")
        claim(box.area.isFinite && box.area >= 0, "an area: \(box)")
    }
}
