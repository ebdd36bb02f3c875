/// A data set that is drawn, not stored.
struct SyntheticDataset: Sendable {
    let name: String
    let content: Content

    /// By task, as `DatasetFormat.Reader`.
    enum Content: Sendable {
        /// The facts beside it, because the boxes are known only when all is drawn.
        case detection(DatasetFacts, @Sendable () throws(DatasetError) -> DetectionData)
        case segmentation(@Sendable () throws(DatasetError) -> SegmentationData)
    }

    /// Every one, by name.
    static let all: [SyntheticDataset] = [
        .shapesDetection,
        .shapesSegmentation,
    ]

    /// What `DatasetFacts` says for a format's name.
    static let format = "synthetic"
}
