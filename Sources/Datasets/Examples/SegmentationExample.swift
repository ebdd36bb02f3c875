/// An image with a class for each of its pixels.
package struct SegmentationExample: Sendable {
    package let image: ImageSource
    package let mask: MaskSource

    package init(image: ImageSource, mask: MaskSource) {
        self.image = image
        self.mask = mask
    }

    /// Reads both. - Throws: `sizesDisagree`, and what reading them throws.
    package func load() throws(DatasetError) -> (image: PixelImage, mask: ClassMask) {
        let pixels = try image.load()
        let classes = try mask.load()
        guard pixels.shape.height == classes.height, pixels.shape.width == classes.width else {
            throw .sizesDisagree(
                file: mask.name, found: "\(classes.height)×\(classes.width)", imageFile: image.name,
                image: "\(pixels.shape.height)×\(pixels.shape.width)")
        }
        return (pixels, classes)
    }
}
