extension Augmentation {
    /// Zhang et al. 2018 with α = 1: the share is uniform. The image counts as the one that has the larger share, which
    /// gives the same mixtures.
    static let mixup = Augmentation(
        name: "mixup",
        summary:
            "Mixes each image with another of the batch at a random share; the loss is the mean of those of both classes "
            + "by their shares.",
        place: nil,
        mix: { batch, source in
            let partner = source.next(below: batch)
            let share = source.nextUnit()
            return (partner, Float(max(share, 1 - share)))
        }, frame: nil, boxes: nil)
}
