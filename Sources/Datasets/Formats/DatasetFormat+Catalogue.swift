extension DatasetFormat {
    /// Every known format, by name.
    package static let all: [DatasetFormat] = [
        .coco,
        .idx,
        .optdigits,
        .vocDetection,
    ]
}
