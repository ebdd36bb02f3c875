extension DetectionData {
    /// The same, its images decoded once; with a note before the others where there is no room for that.
    func keeping(in cache: DecodedImages) -> DetectionData {
        let pixels = [training, validation, test].joined().reduce(0) { $0 + $1.height * $1.width }
        func kept(_ examples: [DetectionExample]) -> [DetectionExample] {
            examples.map {
                DetectionExample(
                    image: cache.keeping($0.image), height: $0.height, width: $0.width, boxes: $0.boxes,
                    identifier: $0.identifier)
            }
        }
        return DetectionData(
            name: name, title: title, classes: classes, shape: shape, training: kept(training),
            validation: kept(validation), test: kept(test),
            notes: [cache.shortage(of: pixels * shape.channels)].compactMap(\.self) + notes)
    }
}
