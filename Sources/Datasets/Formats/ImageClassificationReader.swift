/// Reads one format into images with a class each.
protocol ImageClassificationReader: Sendable {
    /// What the headers and labels say, without reading the images where the format allows it.
    func describe(_ source: DatasetSource) throws(DatasetError) -> DatasetFacts

    /// Everything, checked.
    func read(_ source: DatasetSource) throws(DatasetError) -> ImageClassificationData
}
