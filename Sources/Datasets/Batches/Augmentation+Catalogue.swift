extension Augmentation {
    /// Every augmentation, by name.
    package static let all: [Augmentation] = [
        .crop,
        .flip,
        .mosaic,
        .scale,
    ]
}
