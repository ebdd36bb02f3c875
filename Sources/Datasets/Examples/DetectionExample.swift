/// One image and the boxes around its objects; there may be none.
package struct DetectionExample: Sendable {
    /// Pixels of a side; larger images are not decoded.
    static let largestSide = 16_384

    package let image: ImageSource
    /// As the annotations say; an image of another size is a fault when it is loaded.
    package let height: Int
    package let width: Int
    /// Inside the image, none empty.
    package let boxes: [LabelledBox]
    /// COCO's image id, or the number of the image where a format has none.
    package let identifier: Int

    package init(image: ImageSource, height: Int, width: Int, boxes: [LabelledBox], identifier: Int) {
        self.image = image
        self.height = height
        self.width = width
        self.boxes = boxes
        self.identifier = identifier
    }

    /// Reads the image. - Throws: `malformed` if it has another size than the annotations say, and what reading throws.
    package func load() throws(DatasetError) -> PixelImage {
        let pixels = try image.load()
        guard pixels.shape.height == height, pixels.shape.width == width else {
            throw .malformed(
                file: image.name, found: "\(pixels.shape.width)×\(pixels.shape.height) pixels",
                allowed: "\(width)×\(height), as its annotation says")
        }
        return pixels
    }
}
