extension SegmentationData {
    /// The same, its images and masks decoded once; with a note where there is no room for that, reckoned by the first
    /// image.
    func keeping(in cache: DecodedImages) throws(DatasetError) -> SegmentationData {
        let count = training.count + validation.count + test.count
        let bytes = count * (shape.count + shape.height * shape.width)
        func kept(_ examples: [SegmentationExample]) -> [SegmentationExample] {
            examples.map {
                SegmentationExample(image: cache.keeping($0.image), mask: cache.keeping($0.mask))
            }
        }
        return try SegmentationData(
            name: name, title: title, classes: classes, colors: colors, shape: shape,
            training: kept(training), validation: kept(validation), test: kept(test),
            notes: [cache.shortage(of: bytes)].compactMap(\.self) + notes)
    }
}
