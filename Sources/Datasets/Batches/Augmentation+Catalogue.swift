extension Augmentation {
    /// Every augmentation, by name.
    package static let all: [Augmentation] = [
        .crop,
        .cutout,
        .flip,
        .mixup,
        .mosaic,
        .scale,
    ]
}
