extension DatasetFormat {
    /// Every known format, by name.
    package static let all: [DatasetFormat] = [
        .cifar10,
        .coco,
        .idx,
        .imageFolder,
        .imageMasks,
        .npy,
        .npz,
        .optdigits,
        .vocDetection,
        .vocSegmentation,
    ]
}
