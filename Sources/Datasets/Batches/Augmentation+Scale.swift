extension Augmentation {
    /// Chen et al. 2017 (DeepLab): by a factor that is uniform in 0.5 ... 2.
    static let scale = Augmentation(
        name: "scale",
        summary:
            "Scales by a random factor from 0.5 to 2 and keeps the middle, or what crop chooses; what is missing "
            + "is black, and void in a mask. In detection by 0.5 to 1.5, at a random place.",
        place: nil,
        frame: { framing, source in
            framing.scale = 0.5 + 1.5 * source.nextUnit()
        },
        boxes: .move { move, shape, source in
            let factor = 0.5 + source.nextUnit()
            let left = source.nextUnit() * (1 - factor) * Double(shape.width)
            let top = source.nextUnit() * (1 - factor) * Double(shape.height)
            move = move.then(scale: factor, left: left, top: top)
        })
}
