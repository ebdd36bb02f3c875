/// Reads one format into images with boxes.
protocol DetectionReader: Sendable {
    /// The annotations, checked, and that each image is there; the first training image is decoded, no other.
    func read(
        _ source: DatasetSource, invalidBoxes: InvalidBoxes
    ) throws(DatasetError) -> DetectionData
}
