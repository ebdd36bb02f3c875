extension Augmentation {
    /// DeVries & Taylor 2017: 16 pixels for a side of 32, which is the half that is taken here for all sizes.
    static let cutout = Augmentation(
        name: "cutout",
        summary:
            "Hides a square of half the shorter side by the mean colour, its centre anywhere in the image: a part "
            + "of it may lie outside.",
        place: { placement, shape, source in
            let side = max(1, min(shape.height, shape.width) / 2)
            placement.hidden = (
                rows: hidden(of: shape.height, side: side, &source),
                columns: hidden(of: shape.width, side: side, &source)
            )
        }, frame: nil, boxes: nil)

    private static func hidden(of length: Int, side: Int, _ source: inout RandomSource) -> Range<Int> {
        let start = source.next(below: length) - side / 2
        return max(0, start)..<min(length, start + side)
    }
}
