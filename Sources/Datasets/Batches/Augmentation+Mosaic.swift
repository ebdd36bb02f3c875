extension Augmentation {
    /// For detection alone: see `BoxAugmentation`.
    static let mosaic = Augmentation(
        name: BoxAugmentation.mosaic.name, summary: BoxAugmentation.mosaic.summary, place: nil, frame: nil)
}
