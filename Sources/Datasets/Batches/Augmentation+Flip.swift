extension Augmentation {
    static let flip = Augmentation(
        name: "flip", summary: "Mirrors left and right with probability 1/2. Not for digits or letters."
    ) { placement, _, source in
        placement.isMirrored = source.next(below: 2) == 1
    }
}
