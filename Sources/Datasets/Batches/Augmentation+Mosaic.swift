extension Augmentation {
    /// Bochkovskiy et al. 2020, "YOLOv4", section 3.3. The partners come from the same batch, so that nothing held out for
    /// teaching gets into training.
    static let mosaic = Augmentation(
        name: "mosaic",
        summary:
            "Shows four images of the batch around a random centre, each filling its part. Boxes of which less than "
            + "a quarter is left go.",
        place: nil, frame: nil,
        boxes: .arrangement { index, batch, shape, example, source in
            let partners = (0..<3).map { _ in batch[source.next(below: batch.count)] }
            let images = source.shuffled([index] + partners)
            let x = centre(side: shape.width, &source)
            let y = centre(side: shape.height, &source)
            let right = Double(shape.width)
            let bottom = Double(shape.height)
            let windows = [
                PixelRectangle(left: 0, top: 0, right: x, bottom: y),
                PixelRectangle(left: x, top: 0, right: right, bottom: y),
                PixelRectangle(left: 0, top: y, right: x, bottom: bottom),
                PixelRectangle(left: x, top: y, right: right, bottom: bottom),
            ]
            return zip(images, windows).map { image, window in
                ImageTile(
                    example: image, fit: filling(window, with: example(image), centre: (x, y)), window: window
                )
            }
        })

    /// In the middle half of a side, between two pixels.
    private static func centre(side: Int, _ source: inout RandomSource) -> Double {
        Double(side / 4 + source.next(below: max(1, side - 2 * (side / 4) + 1)))
    }

    /// The smallest fit that leaves no border, with the image's corner at the mosaic's centre.
    private static func filling(
        _ window: PixelRectangle, with image: DetectionExample, centre: (x: Double, y: Double)
    ) -> ImageFit {
        let width = Double(image.width)
        let height = Double(image.height)
        let scale = max((window.right - window.left) / width, (window.bottom - window.top) / height)
        return ImageFit(
            scale: scale, left: window.left < centre.x ? centre.x - scale * width : centre.x,
            top: window.top < centre.y ? centre.y - scale * height : centre.y)
    }
}
