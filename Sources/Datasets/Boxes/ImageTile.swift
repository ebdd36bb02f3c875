/// One stored image, or the part of it that a window shows, in a network's input.
struct ImageTile: Sendable, Equatable {
    /// Boxes of which less than this share stays visible are left out, where augmentations moved them.
    static let smallestVisibleShare = 0.25

    /// The image's position in the split.
    let example: Int
    /// From the stored image to the input, before mirroring.
    private(set) var fit: ImageFit
    /// What is seen of it, in the input before mirroring.
    private(set) var window: PixelRectangle
    private(set) var isMirrored = false

    /// The whole image.
    init(example: Int, fit: ImageFit, of stored: DetectionExample) {
        self.init(
            example: example, fit: fit,
            window: PixelRectangle(
                left: fit.left, top: fit.top, right: fit.left + fit.scale * Double(stored.width),
                bottom: fit.top + fit.scale * Double(stored.height)))
    }

    init(example: Int, fit: ImageFit, window: PixelRectangle) {
        self.example = example
        self.fit = fit
        self.window = window
    }

    func moved(_ move: FrameMove) -> ImageTile {
        var result = self
        result.fit = ImageFit(
            scale: fit.scale * move.scale, left: fit.left * move.scale + move.left,
            top: fit.top * move.scale + move.top)
        result.window = PixelRectangle(
            left: window.left * move.scale + move.left, top: window.top * move.scale + move.top,
            right: window.right * move.scale + move.left, bottom: window.bottom * move.scale + move.top)
        result.isMirrored = move.isMirrored
        return result
    }

    /// The boxes of the stored image where the input shows them, cut off at the window and the input's border.
    func boxes(_ stored: [LabelledBox], in shape: ImageShape) -> [LabelledBox] {
        let right = Double(shape.width)
        let seen = window.common(PixelRectangle(left: 0, top: 0, right: right, bottom: Double(shape.height)))
        return stored.compactMap { box in
            let whole = box.placed(fit)
            let part = whole.clipped(to: seen.left, seen.top, seen.right, seen.bottom)
            guard part.width > 0, part.height > 0,
                // A crowd stays one however little of it is seen.
                box.isCrowd
                    || part.width * part.height >= Self.smallestVisibleShare * whole.width * whole.height
            else { return nil }
            return isMirrored ? part.mirrored(width: right) : part
        }
    }
}
