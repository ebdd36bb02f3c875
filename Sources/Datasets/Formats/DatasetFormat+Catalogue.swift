extension DatasetFormat {
    /// Every known format, by name.
    package static let all: [DatasetFormat] = [
        .coco,
        .idx,
        .imageMasks,
        .optdigits,
        .vocDetection,
        .vocSegmentation,
    ]
}
