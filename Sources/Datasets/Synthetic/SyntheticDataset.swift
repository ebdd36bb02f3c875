/// A data set that is drawn, not stored.
struct SyntheticDataset: Sendable {
    let name: String
    let content: Content

    /// By task, as `DatasetFormat.Reader`.
    enum Content: Sendable {
        case segmentation(@Sendable () throws(DatasetError) -> SegmentationData)
    }

    /// Every one, by name.
    static let all: [SyntheticDataset] = [
        .shapesSegmentation
    ]

    /// What `DatasetFacts` says for a format's name.
    static let format = "synthetic"
}
