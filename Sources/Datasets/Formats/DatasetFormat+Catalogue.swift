extension DatasetFormat {
    /// Every known format, by name.
    package static let all: [DatasetFormat] = [
        .cifar10,
        .coco,
        .idx,
        .imageFolder,
        .imageMasks,
        .optdigits,
        .vocDetection,
        .vocSegmentation,
    ]
}
