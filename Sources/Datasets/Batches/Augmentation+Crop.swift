extension Augmentation {
    /// He et al. 2016 for CIFAR: 4 pixels for a side of 32, which is the eighth that is taken here for all
    /// sizes.
    static let crop = Augmentation(
        name: "crop",
        summary:
            "Pads each side with black (void in a mask, the mean colour in detection) by an eighth of it (at least 1 pixel), then cuts out the "
            + "size it had at a random place.",
        place: { placement, shape, source in
            placement.rows += offset(side: shape.height, &source)
            placement.columns += offset(side: shape.width, &source)
        },
        frame: { framing, source in
            framing.place = (source.nextUnit(), source.nextUnit())
        },
        boxes: .move { move, shape, source in
            let left = offset(side: shape.width, &source)
            let top = offset(side: shape.height, &source)
            move = move.then(scale: 1, left: Double(left), top: Double(top))
        })

    /// Pixels of padding.
    static func padding(side: Int) -> Int { max(1, side / 8) }

    private static func offset(side: Int, _ source: inout RandomSource) -> Int {
        let padding = padding(side: side)
        return source.next(below: 2 * padding + 1) - padding
    }
}
