import FuzzSupport
@testable import Datasets

extension FuzzTarget {
    /// A table is the same from its own numbers written anew, with either line end.
    static let optdigits = FuzzTarget(name: "optdigits", largest: 2048) { bytes in
        do throws(DatasetError) {
            let images = try OptdigitsTable(ByteReader(name: "table", bytes: bytes)).images()
            for end in ["\n", "\r\n"] {
                let text = written(images).map { $0 + end }.joined()
                let again = try OptdigitsTable(ByteReader(name: "table", bytes: Array(text.utf8))).images()
                claim(again == images, "written and read again it is the same table")
            }
        } catch {
            claimSentence(error)
        }
    }

    private static func written(_ images: LabelledImages) -> [String] {
        images.labels.enumerated().map { position, label in
            let start = position * images.shape.count
            let values = images.pixels[start..<start + images.shape.count].map(String.init)
            return (values + [String(label)]).joined(separator: ",")
        }
    }
}
