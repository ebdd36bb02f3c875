/// Reads one format into images with masks.
protocol SegmentationReader: Sendable {
    /// The lists, checked, and that each file is there; the first training example is decoded, no other.
    func read(_ source: DatasetSource) throws(DatasetError) -> SegmentationData
}
