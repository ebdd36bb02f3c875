/// The examples of one split: images as they were stored, with one class each.
package struct LabelledImages: Sendable, Equatable {
    package let shape: ImageShape
    /// N×H×W×C, 0 to the data set's `maximumPixel`.
    package let pixels: [UInt8]
    /// N class ids.
    package let labels: [Int32]

    package var count: Int { labels.count }

    /// - Throws: `invalidChoice` where the three do not fit together.
    package init(shape: ImageShape, pixels: [UInt8], labels: [Int32]) throws(DatasetError) {
        try shape.checkSides()
        guard pixels.count == labels.count * shape.count else {
            throw .invalidChoice(
                name: "the number of pixel values", found: "\(pixels.count)",
                allowed: "\(labels.count * shape.count), as \(labels.count) images of \(shape) have")
        }
        self.init(checked: shape, pixels: pixels, labels: labels)
    }

    private init(checked shape: ImageShape, pixels: [UInt8], labels: [Int32]) {
        self.shape = shape
        self.pixels = pixels
        self.labels = labels
    }

    /// These and behind them others of the same shape.
    func appending(_ other: LabelledImages) -> LabelledImages {
        LabelledImages(checked: shape, pixels: pixels + other.pixels, labels: labels + other.labels)
    }

    /// The same images (shared, not copied), each label replaced by what `label` makes of its index and
    /// itself.
    func relabelled(_ label: (Int, Int32) -> Int32) -> LabelledImages {
        let changed = labels.enumerated().map { label($0.offset, $0.element) }
        return LabelledImages(checked: shape, pixels: pixels, labels: changed)
    }
}
