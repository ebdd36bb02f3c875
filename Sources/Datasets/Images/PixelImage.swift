/// An image in memory: rows from the top, the channels of a pixel side by side (H×W×C), 8 bits each.
package struct PixelImage: Sendable, Equatable {
    package let shape: ImageShape
    /// H×W×C, `shape.count` values.
    package let pixels: [UInt8]

    /// - Throws: `invalidChoice` where the number of values is not the shape's.
    package init(shape: ImageShape, pixels: [UInt8]) throws(DatasetError) {
        guard pixels.count == shape.count else {
            throw .invalidChoice(
                name: "the number of pixel values", found: "\(pixels.count)",
                allowed: "\(shape.count), as an image of \(shape) has")
        }
        self.shape = shape
        self.pixels = pixels
    }
}
