extension Augmentation {
    /// Every augmentation of any task, by name; `BoxAugmentation` has what they do to boxes.
    package static let all: [Augmentation] = [
        .crop,
        .flip,
        .mosaic,
        .scale,
    ]
}
