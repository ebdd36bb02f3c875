import FuzzSupport
@testable import Datasets

extension DatasetFolder {
    /// A folder in memory.
    static func fuzz(_ files: [String: [UInt8]]) -> DatasetFolder {
        DatasetFolder(name: "set", isEmbedded: false) {
            files[$0] != nil
        } bytes: {
            (file, prefix) throws(DatasetError) in
            guard let bytes = files[file] else { throw .unreadable(file: file, reason: "there is none") }
            return Array(bytes.prefix(prefix ?? bytes.count))
        }
    }

    /// An image of 20 × 10 pixels.
    static let image = png(channels: 3) { UInt8($0 % 251) }

    static let mask = png(channels: 1) { UInt8($0 % 2) }

    private static func png(channels: Int, _ value: (Int) -> UInt8) -> [UInt8] {
        let shape = ImageShape(channels: channels, height: 10, width: 20)
        do {
            return try ImageCodec.png(PixelImage(shape: shape, pixels: (0..<shape.count).map(value)))
        } catch {
            claim(false, "an image can be written: \(error)")
            return []
        }
    }
}
