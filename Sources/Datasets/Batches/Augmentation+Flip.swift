extension Augmentation {
    static let flip = Augmentation(
        name: "flip", summary: "Mirrors left and right with probability 1/2. Not for digits or letters.",
        place: { placement, _, source in
            placement.isMirrored = source.next(below: 2) == 1
        },
        frame: { framing, source in
            framing.isMirrored = source.next(below: 2) == 1
        },
        boxes: .move { move, _, source in
            move.isMirrored = source.next(below: 2) == 1
        })
}
