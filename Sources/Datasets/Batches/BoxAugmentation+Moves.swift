extension BoxAugmentation {
    static let crop = BoxAugmentation(
        name: "crop",
        summary:
            "Pads each side with the mean colour by an eighth of it, then cuts out the size it had at a random "
            + "place. Boxes of which less than a quarter is left go.",
        kind: .move { move, shape, source in
            let left = offset(side: shape.width, &source)
            let top = offset(side: shape.height, &source)
            move = move.then(scale: 1, left: left, top: top)
        })

    static let flip = BoxAugmentation(
        name: "flip", summary: "Mirrors left and right with probability 1/2.",
        kind: .move { move, _, source in
            move.isMirrored = source.next(below: 2) == 1
        })

    static let scale = BoxAugmentation(
        name: "scale",
        summary:
            "Zooms by 0.5 to 1.5 about a random point: the smaller image lies, or the window into the larger one "
            + "is, anywhere. Boxes of which less than a quarter is left go.",
        kind: .move { move, shape, source in
            let factor = 0.5 + source.nextUnit()
            let left = source.nextUnit() * (1 - factor) * Double(shape.width)
            let top = source.nextUnit() * (1 - factor) * Double(shape.height)
            move = move.then(scale: factor, left: left, top: top)
        })

    private static func offset(side: Int, _ source: inout RandomSource) -> Double {
        let padding = max(1, side / 8)
        return Double(source.next(below: 2 * padding + 1) - padding)
    }
}
