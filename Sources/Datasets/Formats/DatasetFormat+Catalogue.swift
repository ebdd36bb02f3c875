extension DatasetFormat {
    /// Every known format, by name.
    package static let all: [DatasetFormat] = [
        .idx,
        .imageMasks,
        .optdigits,
        .vocSegmentation,
    ]
}
