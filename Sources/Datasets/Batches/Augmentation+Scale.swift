extension Augmentation {
    /// Chen et al. 2017 (DeepLab): by a factor that is uniform in 0.5 ... 2.
    static let scale = Augmentation(
        name: "scale",
        summary:
            "Scales by a random factor from 0.5 to 2 and keeps the middle, or what crop chooses; what is missing "
            + "is black, and void in a mask.",
        place: nil,
        frame: { framing, source in
            framing.scale = 0.5 + 1.5 * source.nextUnit()
        })
}
